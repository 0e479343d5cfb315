import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import peggy from "peggy";
import { describe, expect, test } from "vitest";
import { parseRunbook, parseRunbooks, printRunbook } from "#core/heal";
import { full, mistakesIn, short } from "./runbooks.ts";

const folder = new URL("../../../../core/heal/runbook/", import.meta.url);

test("the parser is made from the grammar as it stands (npm run grammar)", () => {
  const grammar = readFileSync(new URL("grammar.peggy", folder), "utf8");
  const made = peggy.generate(grammar, { output: "source", format: "es" });
  expect(readFileSync(new URL("parser.generated.js", folder), "utf8").trim()).toBe(made.trim());
});

describe("printing", () => {
  test.for([
    ["short", short],
    ["full", full],
  ] as const)("the %s form of the design gives it as it is written", ([, text]) => {
    expect(printRunbook(parseRunbook(text))).toBe(text);
  });

  /** Runbooks of every shape, as their text in any layout. */
  const word = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter((text) => !/[\n\r]/.test(text));
  const quoted = word.map((text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`);
  const blank = fc.constantFrom(" ", "\n", "  ", "\n  # why\n  ");
  const time = fc
    .tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom("ms", "s", "m", "h"))
    .map((parts) => parts.join(""));
  const grant = fc.oneof(
    fc.constant("net"),
    quoted.map((path) => `read ${path}`),
    quoted.map((path) => `write ${path}`),
  );
  const grants = fc.oneof(
    fc.constant(""),
    fc.array(grant, { minLength: 1, maxLength: 3 }).map((all) => ` with ${all.join(", ")}`),
  );
  const comparison = fc
    .tuple(fc.constantFrom("<", "<=", ">", ">=", "==", "!="), fc.oneof(fc.integer().map(String), quoted))
    .map((parts) => parts.join(" "));
  const question = fc.oneof(
    fc
      .tuple(quoted, grants, quoted, comparison)
      .map(([command, given, pattern, wanted]) => `exec ${command}${given} -> parse(${pattern}) ${wanted}`),
    fc.tuple(quoted, comparison).map(([url, wanted]) => `http ${url} body ${wanted}`),
    fc.tuple(quoted, comparison).map(([query, wanted]) => `metric ${query} ${wanted}`),
  );
  const argument = fc.oneof(
    quoted,
    time,
    fc.integer().map(String),
    fc.constant("true"),
    quoted.map((text) => `keep: ${text}`),
  );
  const step = fc.oneof(
    fc.tuple(quoted, grants).map(([command, given]) => `exec ${command}${given}`),
    fc.array(argument, { maxLength: 3 }).map((args) => `rotate_logs(${args.join(", ")})`),
  );
  const clause = fc.oneof(
    quoted.map((event) => `on event ${event}`),
    question.map((asked) => `check ${asked}`),
    fc
      .tuple(fc.nat(9), quoted, time)
      .map(([count, group, within]) => `approve ${count} of ${group} within ${within}`),
    fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => `then [${steps.join(", ")}]`),
    fc
      .tuple(time, fc.array(question, { maxLength: 3 }))
      .map(([within, asked]) => `verify within ${within} { ${asked.join("\n")} }`),
    time.map((rest) => `cooldown ${rest}`),
    fc.tuple(fc.nat(9), time).map(([count, per]) => `limit ${count} per ${per}`),
  );
  const runbook = fc
    .tuple(
      quoted,
      fc.array(
        fc.tuple(blank, clause).map((parts) => parts.join("")),
        { maxLength: 8 },
      ),
    )
    .map(([name, clauses]) => `runbook ${name} {${clauses.join("\n")}\n}`);

  test("gives back what was read, whatever was written", () => {
    fc.assert(
      fc.property(runbook, (text) => {
        const printed = printRunbook(parseRunbook(text));
        expect(printRunbook(parseRunbook(printed))).toBe(printed);
        expect(withoutPlaces(parseRunbook(printed))).toEqual(withoutPlaces(sorted(parseRunbook(text))));
      }),
      { numRuns: 300 },
    );
  });

  const order = ["on", "check", "approve", "then", "waves", "verify", "rollback", "cooldown", "limit"];
  function sorted(node: ReturnType<typeof parseRunbook>): ReturnType<typeof parseRunbook> {
    return {
      ...node,
      clauses: node.clauses.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
    };
  }
});

function withoutPlaces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "at" ? undefined : inner)));
}

describe("a mistake in writing", () => {
  test.for([
    [
      "a word that is none",
      'runbook "a" {\n  on event "disk_full"\n  chek exec "x"\n}',
      '3:3 expected "where", "on", "check", "approve", "then" or "in", got "c"',
    ],
    [
      "a step that is missing",
      'on event "disk_full" {\n  exec "x"\n  then [ ]\n}',
      '3:10 expected "exec" or a name, got "]"',
    ],
    [
      "a brace that is missing",
      'on event "disk_full" {\n  exec "x" then [ exec "y" ]',
      '2:29 expected "}", got the end of the runbook',
    ],
    [
      "a text that is not closed",
      'on event "disk_full {\n  exec "x"\n}',
      "1:10 expected a text in quotation marks, got",
    ],
  ] as const)("%s is told with its place", ([, text, told]) => {
    expect(mistakesIn(text)[0]).toContain(told);
  });

  test("in one runbook hides none in the others", () => {
    const text = `${full}\non event "disk_full" { exec }\n${full.replace('"free', '"other: free')}\nrunbook nothing\n`;
    const lines = text.split("\n");
    const wrong = [lines.indexOf('on event "disk_full" { exec }') + 1, lines.indexOf("runbook nothing") + 1];
    const { parsed, faults } = parseRunbooks({ file: "a.runbook", text, folder: "/" });
    expect([parsed.length, faults.map(({ line }) => line)]).toEqual([2, wrong]);
  });

  test("whatever a file holds, it is read or has mistakes, soon", () => {
    const pieces = fc.constantFrom(
      "on event ",
      "runbook ",
      '"',
      "'",
      "{",
      "}",
      "[",
      "]",
      "\n",
      "# ",
      "then ",
      "exec ",
      "\\",
      "5m",
      ">",
      "{{ x }}",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 60 }), (parts) => {
        const startedMs = performance.now();
        parseRunbooks({ file: "a.runbook", text: parts.join(""), folder: "/" });
        expect(performance.now() - startedMs).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );
  });
});
