import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openShelf } from "#core/heal";
import { full, short } from "./runbooks.ts";

const mostChars = 256 * 1024;
const soonMs = 1_000;

/** Reads it as a configuration does: whatever it is, it is read or has mistakes that stand in it, soon. */
function readSoon(text: string): readonly string[] {
  const startedMs = performance.now();
  const read = openShelf([{ file: "/books/a.runbook", text, folder: "/books" }], { events: ["disk_full"] });
  expect(performance.now() - startedMs).toBeLessThan(soonMs);
  if (read.ok) return [];
  const lines = text.split("\n");
  for (const { line, column, message, excerpt } of read.faults) {
    expect([message, line >= 1, line <= lines.length]).toEqual([message, true, true]);
    const length = lines[line - 1]?.length ?? 0;
    expect([message, column >= 1, column <= length + 1]).toEqual([message, true, true]);
    expect(message.length + (excerpt?.length ?? 0)).toBeLessThan(2_000);
  }
  expect(read.faults.length).toBeGreaterThan(0);
  return read.faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** As much of it as a file may hold. */
function filled(piece: string, before = "", after = ""): string {
  const times = Math.floor((mostChars - before.length - after.length) / piece.length);
  return before + piece.repeat(times) + after;
}

const named = 'runbook "a" { on event "disk_full" ';
const step = 'on event "disk_full" { exec "x" then [ exec "';

describe("a file as long as may be", () => {
  test.for([
    ["braces", filled("{")],
    ["closed braces", filled("}")],
    ["pairs of braces", filled("{}\n")],
    ["quotation marks", filled('"')],
    ["single ones, each on its line", filled("'\n")],
    ["number signs", filled("#")],
    ["empty comments", filled("#\n")],
    ["beginnings of holes", filled("{{")],
    ["backslashes", filled("\\")],
    ["NUL", filled("\0")],
    ["halves of surrogate pairs", filled("\uD800")],
    ["line ends", filled("\n")],
    ["runbooks that only begin", filled("{\nrunbook ")],
    ["events after comments", filled("\non event", filled("#\n").slice(0, mostChars / 2) + "{")],
    ["sound runbooks without a name", filled('on event "disk_full" { exec "x" then [ exec "y" ] }\n')],
    [
      "runbooks of one name",
      filled('runbook "a" { on event "disk_full" check exec "x" then [ exec "y" ] }\n'),
    ],
    ["runbooks with a mistake", filled('on event "disk_full" { exec "x" then [ ] }\n')],
    ["runbooks with many mistakes", filled('runbook "" { then [ q(), exec "{{ }}" ] }\n')],
    ["steps that are none", filled("q(), ", `${named}then [ `, "q() ] }")],
    ["arguments", filled("1, ", `${named}then [ rotate_logs(`, "1) ] }")],
    ["clauses", filled("cooldown 1s ", named, "}")],
    ["blanks", filled(" ", named, "}")],
    ["comments in a runbook", filled("#\n", named, "}")],
    ["a command", filled("a", step, '" ] }')],
    ["holes in a command", filled("{{ target.name }} ", `${step}echo `, '" ] }')],
    ["beginnings of holes in a command", filled("{{ ", step, '" ] }')],
    ["substitutions in each other", filled("$(", step, ' {{ target.name }}" ] }')],
    ["holes in PromQL", filled("{{ target.name }}", `${named}check metric "`, '" > 1 }')],
    ["a condition of brackets", filled("(", `${named}where `, "\n}")],
    ["a condition of operators", filled("!", `${named}where `, "true\n}")],
    ["a pattern", filled("(a?)", `${named}check exec "x" -> parse("`, '") }')],
    ["a URL", filled("a", `${named}check http "http://`, '" == 200 }')],
    ["grants", filled("net, ", `${named}then [ exec "x" with `, "net ] }")],
    ["a duration", filled("1s", `${named}cooldown `, " }")],
    ["a number", filled("1", `${named}limit `, " per 1s }")],
    ["the name of an event", filled("x", 'on event "', '" { exec "x" then [ exec "y" ] }')],
    ["the name of an action", filled("x", `${named}then [ `, "() ] }")],
  ] as const)("of %s is read, or has mistakes that stand in it, within a second", ([, text]) => {
    expect(text.length).toBeGreaterThan(mostChars - 100);
    expect(text.length).toBeLessThanOrEqual(mostChars);
    expect(readSoon(text).length).toBeLessThan(500);
  });

  test("and one character more is refused as a whole", () => {
    expect(readSoon(`${filled("#")}#`)).toEqual([
      `1:1 expected at most ${mostChars} characters of runbooks, got ${mostChars + 1}`,
    ]);
  });
});

/** As a hole may be, and as a condition may be, at its longest. */
test("a text as long as may be, all holes, is looked through within a second", () => {
  const holes = "{{ target.name }} ".repeat(Math.floor(3_900 / 18));
  expect(readSoon(`${step}echo ${holes}" ] }`)).toEqual([]);
  expect(readSoon(`${step}echo ${"\\\\'".repeat(900)}${holes}" ] }`).length).toBeGreaterThan(0);
});

const sound = full + short.replace(/,\s+scale_up.*/, "");

/** Tokens of sound runbooks, of which some are gone, doubled, exchanged, or something else. */
const tokens: readonly string[] = sound.match(/"[^"]*"|'[^']*'|\w+|\s+|./gs) ?? [];
const odd = fc.constantFrom(
  ..."{ } [ ] ( ) \" ' , -> # \\ {{ }} $( ` % 0 -1 99999w 5s1h 0.0000001s 1e9 true".split(" "),
  "\0",
  "\uD800",
  "\u2028",
  "\r",
  "\n",
  '"{{ alert.by.x }}"',
  '"{{ a"',
  '"((((a+)+)+)+)"',
  '"(?<x>a)\\k<x>"',
  '"http://[::1"',
  "where 1/0 > incident.",
  "verify within 0s { }",
  "x".repeat(5_000),
  `"${"{{ target.name }} ".repeat(300)}"`,
);
const at = fc.nat(tokens.length - 1);
const change = fc.oneof(
  fc.record({ kind: fc.constant("delete" as const), at }),
  fc.record({ kind: fc.constant("double" as const), at }),
  fc.record({ kind: fc.constant("exchange" as const), at, with: at }),
  fc.record({ kind: fc.constant("replace" as const), at, by: odd }),
  fc.record({ kind: fc.constant("cut" as const), at }),
);

describe("a sound runbook in which", () => {
  test("tokens are gone, doubled, exchanged or something else is read or has mistakes that stand in it", () => {
    expect(readSoon(sound)).toEqual([]);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let now = [...tokens];
        for (const one of changes) {
          const token = now[one.at] ?? "";
          if (one.kind === "cut") now = now.slice(0, one.at);
          else if (one.kind === "exchange") [now[one.at], now[one.with]] = [now[one.with] ?? "", token];
          else if (one.kind === "replace") now[one.at] = one.by;
          else now[one.at] = one.kind === "delete" ? "" : token + token;
        }
        readSoon(now.join(""));
      }),
      { numRuns: 1_500 },
    );
  });

  test("anything at all stands in the place of a text is read or has mistakes that stand in it", () => {
    const text = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ maxLength: 60 }));
    const places = tokens.flatMap((token, index) => (/^["']/.test(token) ? [index] : []));
    fc.assert(
      fc.property(fc.constantFrom(...places), text, (place, inner) => {
        expect(readSoon(tokens.with(place, `"${inner}"`).join("")).length).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );
  });

  test.for([
    ["cooldown 30m", "cooldown 5s1h", "5s1h"],
    ["cooldown 30m", "cooldown 99999999w", "at most 36525d"],
    ["within 5m", "within 5s5m", "5s5m"],
    ["hold 2m", "hold 1m1m", "1m1m"],
    ["every 15s", "every 1s1s", "1s1s"],
    ["keep: 7", "keep: 1s1s", "expected a whole number"],
    ['write "/data/spool"', 'write "/data/spool" timeout 1s1m', "1s1m"],
    ['write "/data/spool"', 'write "/data/spool" timeout 3w', "expected a timeout of 1 s to 3600 s"],
  ] as const)("%s is %s is told where it is", ([was, is, told]) => {
    const [mistake = "", ...more] = readSoon(full.replace(was, is));
    expect(mistake).toContain(told);
    expect(more).toEqual([]);
  });
});
