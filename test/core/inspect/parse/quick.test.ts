import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { levelNames, levelOf } from "../../../../core/inspect/parse/level.ts";
import { nearLevel } from "../../../../core/inspect/parse/near-level.ts";
import { quickSyslog } from "../../../../core/inspect/parse/quick-syslog.ts";
import { leadingTime, timeOf } from "../../../../core/inspect/parse/time.ts";

/* What is read letter by letter is what a slow and obvious reading gives. */

const names = [...levelNames.keys()];
const capitals = names.map((name) => name.toUpperCase()).join("|");
const title = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);
const anyCase = names.flatMap((name) => [name, name.toUpperCase(), title(name)]).join("|");
const token = new RegExp(
  [
    String.raw`(?<![^\s\[(<|:])(${capitals})(?![^\s\])>|:,])`,
    String.raw`[\[(<](${anyCase})[\])>]`,
    String.raw`(?<![\w.])(?:level|lvl|severity)=["']?(${anyCase})(?!\w)`,
    String.raw`^(${anyCase}):`,
  ].join("|"),
);

function slowLevel(line: string) {
  const found = token.exec(line.slice(0, 84));
  if (found === null || found.index >= 60) return null;
  return levelOf(found[1] ?? found[2] ?? found[3] ?? found[4]);
}

test("the level near a line's begin", () => {
  const piece = fc.constantFrom(
    ...names.slice(0, 12),
    ...names.slice(0, 12).map((name) => name.toUpperCase()),
    ..."Error Warn level lvl severity = [ ] ( ) < > : , | . \" ' _ é 7 x \u00A0 \u3000".split(" "),
    " ",
    "level=",
    "x".repeat(20),
    "y ".repeat(15),
  );
  let found = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
      const line = parts.join("");
      const expected = slowLevel(line);
      expect(nearLevel(line)).toBe(expected);
      expect(nearLevel(`ERROR ${line} WARN`, 6)).toBe(slowLevel(`${line} WARN`));
      if (expected !== null) found += 1;
    }),
    { numRuns: 20_000 },
  );
  expect(found).toBeGreaterThan(0);
});

test("what stands before the message of syslog in files", () => {
  const old = /^(\d{4}-\d\d-\d\dT\S{8,24}) (\S{1,255}) ([^\s:[\]]{1,64})(?:\[(\d{1,10})\])?: ?(.*)$/s;
  const piece = fc.constantFrom(
    ..."2026-01-02T03:04:05Z 2026-01-02T03:04:05.123456+01:00 2026-01-02T03:04:05 web-01 sshd [42] [] [12345678901] : [x] é 2026-13-02T03:04:05Z".split(
      " ",
    ),
    " ",
    " ",
    ": ",
    "\t",
    "\n",
    "h".repeat(250),
  );
  const usual = fc
    .array(piece, { maxLength: 6 })
    .map((parts) => `2026-01-02T03:04:05.678Z ${parts.join("")}`);
  let read = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        usual,
        fc.array(piece, { maxLength: 8 }).map((parts) => parts.join("")),
      ),
      (line) => {
        const head = quickSyslog(line);
        if (head === undefined) return;
        read += 1;
        const { timeMs, host, service, pid, end } = head;
        const [, time, ...rest] = old.exec(line) ?? [];
        expect([host, service, pid, line.slice(end)]).toEqual(rest);
        expect(timeMs).toBe(timeOf(time));
      },
    ),
    { numRuns: 20_000 },
  );
  expect(read).toBeGreaterThan(0);
});

describe("a time", () => {
  const two = (most: number) =>
    fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, "0"));
  const year = fc.constantFrom("2026", "2024", "1999", "1000", "0999", "0001", "9999", "1969");
  const fraction = fc.constantFrom("", ".1", ".12", ".123", ",123", ".123456789", ".1234567890", ".");
  const zone = fc.constantFrom(
    "",
    "Z",
    "z",
    " UTC",
    "UTC",
    "+01:00",
    "-0130",
    "+01",
    "+24:00",
    "+01:60",
    " +0100 UTC",
    " Z",
    " GMT",
  );
  const stamp = fc
    .tuple(year, two(14), two(32), fc.constantFrom("T", "t", " "), two(25), two(61), two(61), fraction, zone)
    .map(([y, mo, d, between, h, mi, s, f, z]) => `${y}-${mo}-${d}${between}${h}:${mi}:${s}${f}${z}`);
  const behind = fc.constantFrom(
    "",
    " x",
    "]",
    "|",
    ",",
    ";",
    ":",
    "x",
    "7",
    "\u00A0",
    " Zebra",
    " Gx",
    " -",
    " web",
  );

  const form = String.raw`(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?`;
  const zones = String.raw`(?: ?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)(?: UTC)?)?`;

  /** As JavaScript reads it, once it has the form and is a day and an hour that there is. */
  function slowTime(text: string, end: string): number | null {
    const found = new RegExp(`^${form}${zones}${end}`).exec(text);
    if (found === null) return null;
    const [, y = "", mo, d, h, mi, s = "", f = "", z = "Z"] = found;
    const zoned = /^[+-]/.test(z) ? `${z.slice(0, 3)}:${z.length > 3 ? z.slice(-2) : "00"}` : "Z";
    // Go writes the year 1 where there is no time.
    if (Number(y) < 100) return null;
    const leap = s === "60";
    const ms = Date.parse(
      `${y}-${mo}-${d}T${h}:${mi}:${leap ? "59" : s}.${f.slice(0, 3).padEnd(3, "0")}${zoned}`,
    );
    if (Number.isNaN(ms) || new Date(Date.UTC(2000, Number(mo) - 1, 1)).getUTCMonth() !== Number(mo) - 1)
      return null;
    const last = new Date(0);
    last.setUTCFullYear(Number(y), Number(mo), 0);
    return Number(d) > last.getUTCDate() || h === "24" ? null : ms + (leap ? 1_000 : 0);
  }

  test("that is a whole field", () => {
    fc.assert(
      fc.property(stamp, (text) => {
        expect(timeOf(text)).toBe(slowTime(text, "$"));
      }),
      { numRuns: 5_000 },
    );
  });

  test("that a line begins with", () => {
    fc.assert(
      fc.property(stamp, behind, fc.boolean(), (text, more, bracket) => {
        const line = `${bracket ? "[" : ""}${text}${more}`;
        expect(leadingTime(line)).toBe(slowTime(text + more, String.raw`(?=[\]\s|,;:]|$)`));
      }),
      { numRuns: 5_000 },
    );
  });
});
