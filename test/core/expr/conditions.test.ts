import {
  compileCondition,
  conditionScope,
  type Condition,
  type ConditionScope,
  type NameType,
} from "#core/expr";
import type { LogRecord } from "#core/domain";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const record: LogRecord = {
  timeMs: 5000,
  level: "error",
  host: null,
  service: null,
  message: "timeout after 7s",
  source: "s",
  fields: { status: 500, tags: ["a", "b"], ok: true, user: { name: "bob" } },
};
const scope = scopeOf({
  duration: "duration",
  retry: "int",
  pct: "double",
  host: "string?",
  name: "string",
  bulk: "size",
  at: "timestamp",
  sure: "bool",
  any: "dyn",
  record: "record",
});
const values = {
  duration: 15_000,
  retry: 3,
  pct: 1.5,
  host: null,
  name: "n",
  bulk: 20_000_000,
  at: 1e12,
  sure: true,
  record,
};

function scopeOf(types: Record<string, NameType>): ConditionScope {
  const result = conditionScope(types);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function condition(source: string): Condition<boolean> {
  const result = compileCondition(source, scope);
  if (!result.ok) throw new Error(`${result.error.message} at ${result.error.offset}`);
  return result.value;
}

function errorOf(source: string): string {
  const result = compileCondition(source, scope);
  return result.ok ? "no error" : `${result.error.offset}: ${result.error.message}`;
}

describe("a condition is judged", () => {
  test.each([
    ['duration > duration("10s")', true],
    ['duration > duration("7d")', false],
    ['duration == duration("0.25m")', true],
    ["retry >= 3 && pct > 1 && sure", true],
    ['bulk > bytes("10MB")', true],
    ['bulk > bytes("1GiB")', false],
    ['size("10MB") == 4 && size(record.fields.tags) == 2', true],
    ['host == "x"', false],
    ['host != "x" && host == null', true],
    ['record.level in ["warn", "error"]', true],
    ["record.host == null && record.service == null", true],
    ['record.message.matches("after [0-9]+s$")', true],
    ['record.fields.tags.exists(t, t.matches("^b$"))', true],
    ["record.fields.status >= 500 && record.fields.status == 500", true],
    ["has(record.fields.statuz)", false],
    ["has(record.fields.statuz) && record.fields.statuz > 5", false],
    ['record.fields.user.name == "bob" && record.fields["ok"]', true],
    ['at - record.time > duration("2w")', true],
    ["record.time == timestamp(5)", true],
  ])("%s is %s", (source, result) => {
    expect(condition(source).evaluate(values)).toBe(result);
  });
});

test("an expression of whole numbers gives a number", () => {
  const severity = compileCondition("retry > 2 ? 5 : 3", scope, "int");
  expect(severity.ok && severity.value.evaluate(values)).toBe(5);
});

describe("a mistake is told with its place", () => {
  test.each([
    ["true && durtion > 5", '8: unknown name "durtion"; did you mean "duration"?'],
    ['record.levl == "x"', '7: unknown name "levl"; did you mean "level"?'],
    ["retry + 1", "0: expected an expression that is true or false (bool); this one is int"],
    ["duration", "0: expected an expression that is true or false (bool); this one is duration"],
    ['sure && retry > "x"', "8: no such overload: int > string"],
    ["duration > 10", "0: no such overload: duration > int"],
    [
      'duration > duration("10 parsecs")',
      '20: expected a duration such as "250ms", "30s", "5m", "1h30m", "1.5h", "7d" or "2w"; got "10 parsecs"',
    ],
    ['bulk > bytes("x")', '13: expected a size such as "512", "64KiB", "10MB" or "1.5GiB"; got "x"'],
    ['duration(5) > duration("1s")', "0: found no matching overload for 'duration(int)'"],
    ['name.matches("time(out")', '18: this "(" is not closed'],
    ["name.matches(record.message)", "13: matches() takes a pattern written out in quotes"],
    ["retry >", "7: Unexpected token: EOF"],
    ["retry = 3", "6: Unexpected character: ="],
    [
      "record.fields.a.all(x, record.fields.a.all(y, x == y))",
      "23: a loop inside a loop takes too long on big records",
    ],
    [
      'record.fields.a.all(x, name.matches("x"))',
      "23: matches() on a text that stays the same in each round",
    ],
    ["x".repeat(4097), "0: expected at most 4096 characters, got 4097"],
    ["(".repeat(60), "50: Exceeded maxDepth (50)"],
  ])("%s", (source, message) => {
    expect(errorOf(source)).toBe(message);
  });

  test("a look-behind inside matches is refused at its own place", () => {
    expect(errorOf('name.matches("x(?<!a)b")')).toMatch(
      /^15: look-behind "\(\?<!" at column 2 is not available/,
    );
  });

  test("an expression of another type than int is no severity", () => {
    expect(compileCondition("pct", scope, "int")).toMatchObject({
      error: { message: "expected an expression that is a whole number (int); this one is double" },
    });
  });

  test.each(["type", "string", "in", "for", "__proto__", "a-b", "google"])(
    "the name %s is no name of a scope",
    (name) => {
      expect(conditionScope({ [name]: "int" })).toMatchObject({ ok: false });
    },
  );
});

describe("where there is no result, the reason is returned", () => {
  test.each([
    ["record.fields.statuz > 5", "No such key: statuz"],
    ["record.host > 5", "no such overload: null > int"],
    ["any > 5", '"any" has no value'],
    ["1 / (retry - 3) == 1", "division by zero"],
    ["record.fields.user", "expected true or false, got object"],
    ["duration(record.message) > duration", "duration() met a text that it cannot read"],
    ['record.time.getFullYear("Nowhere/X") == 1970', "Invalid time zone specified: Nowhere/X"],
  ])("%s: %s", (source, fault) => {
    expect(condition(source).evaluate(values)).toEqual({ fault });
  });

  test("an error on one side does not spoil what the other side decides", () => {
    expect(condition("sure || any > 5").evaluate(values)).toBe(true);
    expect(condition("any > 5 || sure").evaluate(values)).toBe(true);
  });
});

test("matches is run by RE2: a hostile line takes no more than a moment", () => {
  const hostile = condition('record.message.matches("^(a+)+$")');
  const start = performance.now();
  expect(hostile.evaluate({ record: { ...record, message: `${"a".repeat(50_000)}!` } })).toBe(false);
  expect(performance.now() - start).toBeLessThan(1000);
});

test("a number too big for its type is a reason too", () => {
  const judged = condition('duration > duration("10s") && retry >= 3');
  expect(judged.evaluate({ ...values, duration: 1e303 })).toHaveProperty("fault");
  expect(judged.evaluate({ ...values, retry: 1e303 })).toHaveProperty("fault");
});

test("whatever the values, evaluating gives true, false or a reason", () => {
  const conditions = [
    'duration > duration("10s") && retry >= 3',
    'host == "x" || record.level in ["warn"]',
    "record.fields.a.b > 3 || record.fields.tags.exists(t, t == 'a')",
    "size(record.fields) > 2 && record.message.contains('x')",
    "at > record.time || pct < 5.0 || sure",
    "any == 5 || any.x == 3 || any in [1, 2]",
    "string(any) == '3' || int(any) > 2",
  ].map(condition);
  fc.assert(
    fc.property(
      fc.constantFrom(...conditions),
      fc.anything(),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (any, value, fields) => {
        const given = {
          duration: value,
          retry: value,
          pct: value,
          host: value,
          bulk: value,
          at: value,
          sure: value,
          any: value,
        };
        const verdict = any.evaluate({ ...given, record: { ...record, fields } });
        expect(typeof verdict === "boolean" || typeof verdict.fault === "string").toBe(true);
        expect(["boolean", "object"]).toContain(typeof any.evaluate({ ...given, record: value }));
      },
    ),
    { numRuns: 1000 },
  );
});

test("any text is a condition or a mistake with a place inside it", () => {
  const pieces = fc.constantFrom(
    "retry",
    "record",
    ".",
    "fields",
    "(",
    ")",
    "[",
    "]",
    "'a'",
    '"',
    " > ",
    " && ",
    "!",
    "5",
    "1.5",
    "duration(",
    "matches(",
    ".all(x, ",
    "?",
    ":",
    " in ",
    "null",
    "{",
    "}",
    ",",
    "r'",
    "b'x'",
    "\\",
    "0x",
    "-",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join("")),
      ),
      (source) => {
        const result = compileCondition(source, scope);
        if (result.ok) {
          const verdict = result.value.evaluate(values);
          expect(typeof verdict === "boolean" || typeof verdict.fault === "string").toBe(true);
        } else {
          expect(result.error.message).not.toBe("");
          expect(result.error.offset).toBeGreaterThanOrEqual(0);
          expect(result.error.offset).toBeLessThanOrEqual(source.length);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
