import { compilePattern, convertGroup, groupTypes, type Compiled, type Pattern } from "#core/expr";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

function pattern(source: string): Pattern {
  const result = compilePattern(source);
  if (!result.ok) throw new Error(`${result.error.message} at ${result.error.offset}`);
  return result.value;
}

function errorOf(result: Compiled<unknown>): string {
  return result.ok ? "no error" : `${result.error.offset}: ${result.error.message}`;
}

test("a pattern gives its named groups, undefined for one that took no part", () => {
  const retry = pattern(String.raw`(?P<what>timeout|refused) after (?<took>\d+ms)(?: retry=(?<retry>\d+))?`);
  expect(retry.match("x timeout after 30ms")).toEqual({ what: "timeout", took: "30ms", retry: undefined });
  expect(retry.match("nothing")).toBeUndefined();
  expect(retry.test("refused after 1ms")).toBe(true);
  expect(retry.groups.map((group) => group.name)).toEqual(["what", "took", "retry"]);
});

test("(?i) ignores case", () => {
  expect(pattern("(?i)fatal").test("FATAL")).toBe(true);
  expect(pattern("fatal").test("FATAL")).toBe(false);
});

describe("what linear time cannot have is refused with its place and another way", () => {
  const reason = "is not available: patterns run in linear time so that no log line can hang Fettle";
  test.each([
    ["error(?!s)", `5: look-ahead "(?!" at column 6 ${reason}`],
    ["x(?=y)", `1: look-ahead "(?=" at column 2 ${reason}`],
    ["(?<=a)b", `0: look-behind "(?<=" at column 1 ${reason}`],
    ["abcdef(?<!a)b", `6: look-behind "(?<!" at column 7 ${reason}`],
    [String.raw`(a)\1`, String.raw`3: the back-reference "\1" at column 4 ${reason}`],
    [String.raw`(?<a>a)\k<a>`, String.raw`7: the back-reference "\k" at column 8 ${reason}`],
    ["(?>a)", `0: the atomic group "(?>" at column 1 ${reason}`],
    ["a++", '2: the possessive "+" is not needed: patterns never go back'],
  ])("%s", (source, message) => {
    const result = compilePattern(source);
    expect(errorOf(result)).toBe(message);
    expect(result).toHaveProperty("error.hint");
  });
});

describe("a mistake is told with its place", () => {
  test.each([
    ["ab(c", '2: this "(" is not closed'],
    ["ab)c", '2: this ")" closes nothing'],
    ["ab[c", '2: this "[" is not closed'],
    ["a|*b", '2: nothing stands before this "*" to repeat'],
    ["a**", "2: a repetition of a repetition"],
    ["a{3,2}", "1: expected the smaller number of repetitions first"],
    ["a{1001}", "1: at most 1000 repetitions can be counted"],
    ["(?<a-b>x)", '3: the name "a-b" is not one of at most 64 letters, digits and _'],
    ["(?<a>x)(?<a>y)", '10: two groups are named "a"'],
    ["(?q)x", "0: expected a group such as (?<name>…), (?:…) or (?i) here"],
    ["abc\\", "3: a backslash at the end escapes nothing"],
    ["x[z-a]", "2: invalid character class range: `z-a`"],
    [String.raw`x\p{Nope}`, String.raw`1: invalid character class range: ${"`"}\p{Nope}${"`"}`],
    ["()".repeat(51), "100: more than 50 groups"],
    ["(?:".repeat(102), "303: groups stand deeper than 100"],
    ["a".repeat(4097), "0: expected a pattern of at most 4096 characters, got 4097"],
    [".{1000}".repeat(30), "0: the pattern is too big once its repetitions are written out"],
  ])("%s", (source, message) => {
    expect(errorOf(compilePattern(source))).toBe(message);
  });
});

describe("groups are typed by their sub-pattern, in doubt as strings", () => {
  test.each([
    [String.raw`\d+`, "int"],
    ["[0-9]{1,3}", "int"],
    [String.raw`-?\d+`, "int"],
    ["[1-5]", "int"],
    [String.raw`200|404|5\d\d`, "int"],
    ["[[:digit:]]+", "int"],
    [String.raw`\d*`, "int"],
    [String.raw`\d+\.\d+`, "double"],
    [String.raw`\d+(\.\d+)?`, "double"],
    [String.raw`[+-]?(?:\d+|\d*\.\d+)`, "double"],
    [String.raw`\d+(?:\.\d+)?(?:ms|s|m)`, "duration"],
    [String.raw`\d+\s*(?:ns|us|µs|ms|s)`, "duration"],
    [String.raw`\d+[smhdw]`, "duration"],
    [String.raw`\d+h\d+m`, "duration"],
    [String.raw`\d+(?:\.\d+)? ?(?:B|KB|MB|GiB)`, "size"],
    [String.raw`\d+[KM]iB`, "size"],
    [String.raw`\d+(?:ms)?`, "string"],
    [String.raw`\d+(?:ms|MB)`, "string"],
    [String.raw`(?:\d+ms)+`, "string"],
    [String.raw`\d+%`, "string"],
    [String.raw`\w+`, "string"],
    [String.raw`\d+,\d+`, "string"],
    [String.raw`[\d.]+`, "string"],
    [String.raw`[^a]`, "string"],
    [".*", "string"],
    ["", "string"],
    [String.raw`(?i:\d+kb)`, "string"],
    [String.raw`\Q12\E`, "string"],
  ])("%s is %s", (source, type) => {
    expect(pattern(`a(?<g>${source})b`).groups).toEqual([{ name: "g", type }]);
  });

  test("an override wins, and one for a group that is not there is a mistake", () => {
    const retry = pattern(String.raw`(?<retry>\w+) (?<n>\d+)`);
    expect(groupTypes(retry, { retry: "int" })).toEqual({ ok: true, value: { retry: "int", n: "int" } });
    expect(errorOf(groupTypes(retry, { rety: "int" }))).toBe(
      '0: the pattern has no group "rety"; did you mean "retry"?',
    );
  });

  test.each([
    ["int", "42", 42],
    ["int", "4.2", undefined],
    ["int", "99999999999999999999", undefined],
    ["double", "-4.25", -4.25],
    ["double", ".5", 0.5],
    ["double", "x", undefined],
    ["duration", "1.5s", 1500],
    ["duration", "250us", 0.25],
    ["duration", "10 ms", 10],
    ["duration", "1h30m", 5_400_000],
    ["duration", "10", undefined],
    ["size", "10MB", 10_000_000],
    ["size", "10 KiB", 10_240],
    ["size", "x", undefined],
    ["string", "x", "x"],
  ] as const)("%s of %j is %j", (type, text, value) => {
    expect(convertGroup(type, text)).toBe(value);
  });

  test("what a typed group matches converts", () => {
    const sources = [
      String.raw`\d{1,15}`,
      String.raw`\d{1,9}\.\d{1,9}`,
      String.raw`\d{1,7}(?:\.\d{1,3})?(?:ms|s|m)`,
    ];
    for (const source of sources) {
      const group = pattern(`^(?<g>${source})$`);
      const type = group.groups[0]?.type ?? "string";
      fc.assert(
        fc.property(fc.stringMatching(new RegExp(`^${source}$`)), (text) => {
          expect(convertGroup(type, group.match(text)?.["g"] ?? "")).toBeTypeOf("number");
        }),
      );
    }
  });
});

describe("time is linear", () => {
  test.each([
    ["(a+)+$", "a", "!"],
    ["(a|a)*$", "a", "!"],
    ["(.*)*x", "a", ""],
    ["(?i)(k+s+)+$", "kKſs", "!"],
    ["(x+x+)+y(?<n>z)", "x", ""],
    ["(?<n>(a|aa)+)$", "a", ""],
    [".*.*.*=(?<n>.*)", "a", "="],
    ["(?:a?){50}a{50}(?<n>b)", "a", "b"],
    ["^(([a-z])+.)+[A-Z]([a-z])+$", "a", ""],
  ])("%s on 50,000 characters takes no more than a moment", (source, unit, end) => {
    const slow = pattern(source);
    const text = unit.repeat(50_000 / unit.length) + end;
    const start = performance.now();
    slow.match(text);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

test("lines made to fill a pattern's automaton fill half a megabyte of it, and matching stays linear", () => {
  const letters =
    fc.sample(
      fc.string({ unit: fc.constantFrom("a", "b"), minLength: 20_000, maxLength: 20_000, size: "max" }),
      1,
    )[0] ?? "";
  const many = Array.from({ length: 20 }, (_, i) => pattern(`[ab]*a[ab]{${12 + i}}[cd]`));
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  for (const one of many) expect(one.test(letters)).toBe(false);
  expect(performance.now() - start).toBeLessThan(6000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
});

test("any text is a pattern or a mistake with a place inside it, and matching never throws", () => {
  const pieces = fc.constantFrom(
    ..."a 1 ( ) [ ] { } * + ? | ^ $ . \\ \\d \\1 \\Q \\E (?: (?<n> (?i) (?<! [^ {2} {2,} [:alpha:] é 😀 \\p{L} - , (?P<m> \\b".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join("")),
      ),
      fc.string({ unit: "binary" }),
      (source, text) => {
        const result = compilePattern(source);
        if (result.ok) {
          expect(result.value.match(text) !== undefined).toBe(result.value.test(text));
        } else {
          expect(result.error.offset).toBeGreaterThanOrEqual(0);
          expect(result.error.offset).toBeLessThanOrEqual(source.length);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
