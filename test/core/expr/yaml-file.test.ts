import { formatFileFault, type FileFault } from "#core/domain";
import { durationField, parseYamlFile, sizeField, type YamlFile } from "#core/expr";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";

const secret = z.union([z.strictObject({ env: z.string() }), z.strictObject({ file: z.string() })]);
const source = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("file"), path: z.string() }),
  z.strictObject({ type: z.literal("journal"), unit: z.string().optional() }),
]);
const schema = z.strictObject({
  mode: z.enum(["local", "socket", "http"]).optional(),
  token: secret.optional(),
  routes: z
    .array(
      z.strictObject({ match: z.strictObject({ severity: z.string() }).optional(), channel: z.string() }),
    )
    .optional(),
  sources: z.array(source).optional(),
  every: durationField.optional(),
  most: sizeField.optional(),
  count: z.int().min(1).max(5).optional(),
  labels: z.record(z.string().regex(/^[a-z]+$/, "use small letters"), z.string()).optional(),
  mention: z.union([z.string(), z.array(z.string())]).optional(),
  format: z
    .union([z.literal("auto"), z.strictObject({ kind: z.enum(["json", "csv"]), comma: z.string() })])
    .optional(),
  import: z
    .union([z.strictObject({ url: z.string() }), z.strictObject({ file: z.string(), as: z.enum(["json"]) })])
    .optional(),
  name: z.string().min(3).optional(),
  even: z
    .number()
    .refine((n) => n % 2 === 0, "an even number, please")
    .optional(),
});

function mistakes(text: string, by: z.ZodType = schema): string[] {
  return faultsOf(text, by).map((fault) => formatFileFault({ ...fault, excerpt: "" }).trim());
}

function faultsOf(text: string, by: z.ZodType = schema): readonly FileFault[] {
  const result = parseYamlFile({ file: "f", text, schema: by });
  return result.ok ? [] : result.faults;
}

function fileOf(text: string): YamlFile<unknown> {
  const result = parseYamlFile({ file: "f", text, schema: z.unknown() });
  if (!result.ok) throw new Error(result.faults.map(formatFileFault).join("\n"));
  return result;
}

describe("a mistake is told with its exact place", () => {
  test.each([
    ["mdoe: local", 'f:1:1 mdoe: unknown key "mdoe"; did you mean "mode"?'],
    [
      "routes:\n  - channel: a\n    match: {severty: x, severity: x}",
      'f:3:13 routes[0].match.severty: unknown key "severty"; did you mean "severity"?',
    ],
    ["routes: [{channel: a, xyz: 1}]", 'f:1:23 routes[0].xyz: unknown key "xyz"; known: "match", "channel"'],
    ["routes:\n  - match: { severity: x }", 'f:2:5 routes[0]: missing key "channel"; expected a string'],
    ["routes:\n  - channel: 5", "f:2:14 routes[0].channel: expected a string, got the number 5"],
    ["routes:\n  - channel:", "f:2:5 routes[0].channel: expected a string, got nothing"],
    ["routes: ops", 'f:1:9 routes: expected a list, got the string "ops"'],
    [
      "mode: scoket",
      'f:1:7 mode: expected one of "local", "socket", "http"; got "scoket"; did you mean "socket"?',
    ],
    ["count: 9", "f:1:8 count: expected at most 5, got the number 9"],
    ["count: 1.5", "f:1:8 count: expected a whole number, got the number 1.5"],
    ["name: ab", "f:1:7 name: expected at least 3 characters, got 2"],
    ["even: 3", "f:1:7 even: an even number, please"],
    [
      "every: 30",
      'f:1:8 every: expected a duration such as "250ms", "30s", "5m", "1h30m", "1.5h", "7d" or "2w"; got the number 30',
    ],
    ["most: lots", 'f:1:7 most: expected a size such as "512", "64KiB", "10MB" or "1.5GiB"; got "lots"'],
    ["labels: { Env: prod }", "f:1:11 labels.Env: wrong key: use small letters"],
    ["labels: { env: 3 }", "f:1:16 labels.env: expected a string, got the number 3"],
    [
      "sources:\n  - type: flie",
      'f:2:11 sources[0].type: expected one of "file", "journal"; got "flie"; did you mean "file"?',
    ],
    ["sources:\n  - path: x", 'f:2:5 sources[0]: missing key "type"; expected one of "file", "journal"'],
    ["sources:\n  - type: file", 'f:2:5 sources[0]: missing key "path"; expected a string'],
    ["mention: 5", "f:1:10 mention: expected a string or a list, got the number 5"],
    ["mention: [a, 5]", "f:1:14 mention[1]: expected a string, got the number 5"],
    [
      "format: { kind: cvs, comma: x }",
      'f:1:17 format.kind: expected one of "json", "csv"; got "cvs"; did you mean "csv"?',
    ],
    [
      "token: { evn: X }",
      'f:1:10 token: missing key "env"; expected a string\nf:1:10 token.evn: unknown key "evn"; did you mean "env"?',
    ],
    [
      "import: { file: 5, as: csv }",
      'f:1:17 import.file: expected a string, got the number 5\nf:1:24 import.as: expected "json"; got "csv"',
    ],
    ["mode: local\nmode: http", 'f:2:1 mode: the key "mode" stands twice in this map'],
    ["__proto__: { a: 1 }", 'f:1:1 __proto__: the key "__proto__" is not allowed'],
    ["a: 1\n---\nb: 1", "f:2:1: a second document begins here; expected one document a file"],
    [
      "mode: [local",
      "f:1:13: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["mode: !exec local", "f:1:7: Unresolved tag: !exec"],
    ["mode: *nowhere", "f:1:7 mode: *nowhere stands for nothing complete above it"],
    ["labels: &l { a: *l }", "f:1:17 labels.a: *l stands for nothing complete above it"],
    ["mode: lo\u0000cal", "f:1:9: expected text in UTF-8; this is a control character"],
    ["mode: lo\uFFFDcal", "f:1:9: expected text in UTF-8; this is bytes that are not UTF-8"],
    ['{\n  "count": "3"\n}', 'f:2:12 count: expected a number, got the string "3"'],
    ["- a", "f:1:1: expected a map, got a list"],
  ])("%j", (text, expected) => {
    expect(mistakes(text).join("\n")).toBe(expected);
  });
});

test("several mistakes come in the order of their places, each with a caret", () => {
  const faults = faultsOf("mode: x\ncount: 0\nroutes:\n  - chan: a\n");
  expect(faults.map((fault) => `${fault.line}:${fault.column}`)).toEqual(["1:7", "2:8", "4:5", "4:5"]);
  expect(faults[1]?.excerpt).toBe("2 | count: 0\n  |        ^");
});

test("all syntax errors are told", () => {
  expect(mistakes("a: 'x' y\nb: !z 1\n").length).toBe(2);
});

test("a string where a secret's map belongs is masked wherever its line is shown", () => {
  const faults = faultsOf("{ token: xoxb-123, mdoe: x }");
  expect(faults.map((fault) => fault.message)).toEqual(["expected a map, got a string", expect.any(String)]);
  expect(faults.map(formatFileFault).join("\n")).not.toContain("xoxb");
});

test("a string that is only mistyped is shown, so that one sees the typo", () => {
  const match = z.strictObject({ severity: z.string().regex(/^>=/, "expected a comparison") });
  const [fault] = faultsOf('{ severity: "=>4" }', match);
  expect(fault?.excerpt).toContain('"=>4"');
});

test("an empty file is a mistake unless the schema can do without", () => {
  const needy = z.strictObject({ a: z.string() });
  expect(mistakes("", needy)).toEqual(["f:1:1: the file is empty"]);
  expect(mistakes("# nothing\n", needy)).toEqual(["f:1:1: the file is empty"]);
  expect(parseYamlFile({ file: "f", text: "# nothing", schema })).toMatchObject({ ok: true, value: {} });
});

test("a file of more than 1 MiB, in bytes, is refused", () => {
  expect(mistakes(`# ${"é".repeat(600_000)}`)).toEqual(["f:1:1: the file is bigger than 1MiB"]);
});

test("YAML 1.2 is read even where a file asks for 1.1: yes, on and 0777 are no booleans or octals", () => {
  const text = "%YAML 1.1\n---\na: yes\nb: on\nc: 0o10\nd: 010\n";
  expect(fileOf(text).value).toEqual({ a: "yes", b: "on", c: 8, d: 10 });
});

test("aliases stand for their anchors, also in positions", () => {
  const text = "base: &b { env: prod, n: 1 }\nlist: [*b]\n";
  const file = fileOf(text);
  expect(file.value).toEqual({ base: { env: "prod", n: 1 }, list: [{ env: "prod", n: 1 }] });
  expect(file.positionOf(["list", 0, "n"])).toEqual({ line: 1, column: 26 });
});

test("an alias bomb is refused before it grows", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 40; i++)
    lines.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
    );
  expect(mistakes(lines.join("\n"), z.unknown())[0]).toContain("more than 100000 values in one file");
});

test("deep nesting is refused, never a stack overflow", () => {
  expect(mistakes("[".repeat(20_000), z.unknown())).toEqual([expect.stringContaining("nested too deep")]);
  expect(mistakes("[".repeat(70) + "]".repeat(70), z.unknown())[0]).toContain("nested deeper than 64 levels");
});

test("a byte order mark and Windows line ends move no position", () => {
  expect(mistakes("\uFEFFmode: local\r\ncount: 9\r\n")).toEqual([
    "f:2:8 count: expected at most 5, got the number 9",
  ]);
});

describe("positions inside a string are those of its characters", () => {
  test.each([
    ["plain", "k: abcX", 3, "1:7"],
    ["single-quoted", "k: 'a''bX'", 3, "1:9"],
    ["double-quoted", String.raw`k: "\t\x41\u0041\U0001F600X"`, 5, "1:27"],
    ["literal", "k: |\n  one\n    twoX\n", 9, "3:8"],
    ["literal with an indentation of its own", "k: |1-\n   one\n twoX\n", 9, "3:5"],
    ["folded: the start", "k: >\n  one\n  twoX\n", 7, "1:4"],
    ["plain on two lines: the start", "k: one\n  twoX\n", 7, "1:4"],
  ])("%s", (_, text, offset, expected) => {
    const file = fileOf(text);
    const at = file.positionInside(["k"], offset);
    expect(`${at.line}:${at.column}`).toBe(expected);
    if (!_.includes("start")) expect(text.split("\n")[at.line - 1]?.[at.column - 1]).toBe("X");
  });

  test("the end of a string is a place too", () => {
    expect(fileOf("k: 'ab'").positionInside(["k"], 2)).toEqual({ line: 1, column: 7 });
  });

  test("an expression's error becomes a fault of the file", () => {
    const fault = fileOf("rules:\n  - when: 'a >> b'\n").faultAt(["rules", 0, "when"], {
      message: "unexpected >",
      offset: 3,
      hint: "use >=",
    });
    expect(formatFileFault(fault)).toBe(
      "f:2:15 rules[0].when: unexpected >\n2 |   - when: 'a >> b'\n  |               ^\nuse >=",
    );
  });
});

describe("whatever the text", () => {
  const generated = fc.record(
    {
      mode: fc.constantFrom("local", "socket", "http"),
      routes: fc.array(
        fc.record(
          { channel: fc.string(), match: fc.record({ severity: fc.string() }) },
          { requiredKeys: ["channel"] },
        ),
        { maxLength: 4 },
      ),
      labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string()),
      mention: fc.oneof(fc.string(), fc.array(fc.string())),
      count: fc.integer({ min: 1, max: 5 }),
      format: fc.constantFrom("auto", { kind: "csv", comma: ";" }),
    },
    { requiredKeys: [] },
  );

  test("a document made from the schema is read back", () => {
    fc.assert(
      fc.property(generated, fc.boolean(), (value, json) => {
        // Names like "constructor" are refused in files, which another test shows.
        fc.pre(!Object.keys(value.labels ?? {}).includes("constructor"));
        const text = json ? JSON.stringify(value, null, 2) : stringify(value);
        fc.pre(!/[^\t\n\r\u{20}-\u{7e}\u{a0}-\u{fffc}]/u.test(text));
        const result = parseYamlFile({ file: "f", text, schema });
        expect(result.ok ? result.value : result.faults.map(formatFileFault)).toEqual(value);
      }),
    );
  });

  test("a damaged document gives a value or faults with places inside the file, and never throws", () => {
    fc.assert(
      fc.property(
        generated,
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.nat(8),
            fc.string({
              maxLength: 6,
              unit: fc.constantFrom(...Array.from("[]{}:,-&*!|>'\"%@#?\t\n \\ax0")),
            }),
          ),
          { minLength: 1, maxLength: 6 },
        ),
        (value, edits) => {
          let text = stringify(value);
          for (const [at, drop, insert] of edits) {
            const start = at % (text.length + 1);
            text = text.slice(0, start) + insert + text.slice(start + drop);
          }
          const lines = text.split("\n");
          for (const fault of faultsOf(text)) {
            expect(fault.line).toBeGreaterThanOrEqual(1);
            expect(fault.line).toBeLessThanOrEqual(lines.length);
            expect(fault.column).toBeGreaterThanOrEqual(1);
            expect(fault.column).toBeLessThanOrEqual((lines[fault.line - 1]?.length ?? 0) + 1);
            expect(fault.message).not.toBe("");
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
