import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openRedactor } from "#core/redact";
import { compilePattern } from "#core/expr";
import { loadRules, type Rule } from "#core/inspect";
import type { Engine, Hit } from "../../../core/inspect/engine.ts";
import { openFilteredEngine } from "../../../core/inspect/filtered-engine.ts";
import { openLineEngine } from "../../../core/inspect/line-engine.ts";
import { parserFor } from "../../../core/inspect/parse/parser.ts";

const redactor = openRedactor({ key: Buffer.alloc(32, 1) });
const traits = { parse: parserFor("auto"), labels: {} };

function rulesOf(patterns: readonly string[]): readonly Rule[] {
  const list = patterns.map(
    (pattern, n) => `  - { id: r${n}, pattern: ${JSON.stringify(pattern)}, alert: "a" }`,
  );
  const loaded = loadRules([{ file: "r.yml", text: `rules:\n${list.join("\n")}\n` }]);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.rules;
}

function told(engine: Engine, bytes: Buffer) {
  const chunk = { source: "s", stream: "t", offset: 7, bytes, cut: false, position: undefined };
  const { hits, ...counts } = engine.judge(chunk);
  const shown = (hit: Hit) => {
    const { rule, offset, timeMs, severity, by, labels } = hit;
    return { rule, offset, timeMs, severity, by, labels, summary: hit.summary() };
  };
  return { ...counts, hits: hits.map(shown) };
}

/** The plain engine is the oracle: whatever the bytes and the rules, both say the same. */
function expectSame(rules: readonly Rule[], bytes: Buffer): number {
  const around = { rules, redactor, source: () => traits };
  const expected = told(openLineEngine(around), bytes);
  expect(told(openFilteredEngine(around), bytes)).toEqual(expected);
  return expected.hits.length;
}

describe("the texts that a pattern cannot match without", () => {
  test.for([
    ["connection (?:refused|reset) by (?<peer>\\S+)", ["connection "]],
    ["(?:timeout|timed out) after \\d+", [" after "]],
    ["(?i)Out Of Memory", ["out of memory"]],
    ["error|fail", ["error", "fail"]],
    ["(?<code>5\\d\\d) from upstream", [" from upstream"]],
    ["a\\Q(?i)B\\Ec", ["a(?i)bc"]],
    ["[(?i)]xyz", ["xyz"]],
    ["\\d+ms", ["ms"]],
    ["Ärger", ["Ärger"]],
  ] as const)("are known of %s", ([pattern, literals]) => {
    const compiled = compilePattern(pattern);
    expect(compiled.ok && compiled.value.literals).toEqual(literals);
  });

  test.for(["\\d+", ".*", "a|\\d", "(?:error)?", "x", "(?i)Ärger", "[a-z]{3}", "(?:ab)*"])(
    "are none of %s",
    (pattern) => {
      const compiled = compilePattern(pattern ?? "");
      expect(compiled.ok && compiled.value.literals).toBeUndefined();
    },
  );
});

describe("the filtered engine says what the plain one says", () => {
  const patterns = [
    "error",
    "(?i)disk (?:full|error)",
    "timeout after (?<t>\\d+)",
    "\\d{3} ",
    "ab|bc|cd",
    "(?i)kiss",
    "Ärger",
    "^start",
    "end$",
    "\\\\n",
    "a b",
    "b.*d",
    "(?:x|yy)z",
    '"quoted"',
  ];
  const rules = rulesOf(patterns);
  const piece = fc.constantFrom(
    ...'error ERROR disk Disk full FULL timeout after 42 503 ab bc cd kiss KI\u017F\u017F \u212Aiss Ärger ärger start end x yy z "quoted" a b d'.split(
      " ",
    ),
    " ",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "{",
    "}",
    "\\",
    "\\n",
    "\\u0020",
    '\\"',
    '"k":"',
    '",',
    ":",
    "\uFFFD",
    "é",
    "😀",
  );
  const text = fc.array(piece, { maxLength: 40 }).map((parts) => Buffer.from(parts.join("")));
  const binary = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  const chunk = fc.array(fc.oneof(text, text, binary), { maxLength: 4 }).map((parts) => Buffer.concat(parts));

  test("of any bytes", () => {
    let hits = 0;
    fc.assert(
      fc.property(chunk, (bytes) => {
        hits += expectSame(rules, bytes);
      }),
      { numRuns: 2_000 },
    );
    expect(hits).toBeGreaterThan(1_000);
  });

  test("of JSON whose escapes hide what a rule looks for", () => {
    const value = fc.array(piece, { maxLength: 10 }).map((parts) => parts.join(""));
    const hide = (json: string): string =>
      json.replaceAll(/[a-z ]/g, (sign, at: number) =>
        at % 3 === 0 ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}` : sign,
      );
    let hits = 0;
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), fc.boolean(), (values, hidden) => {
        const lines = values.map((one) => {
          const json = JSON.stringify({ m: one });
          return hidden ? `{"m":${hide(json.slice(5, -1))}}` : json;
        });
        hits += expectSame(rules, Buffer.from(`${lines.join("\n")}\n`));
      }),
      { numRuns: 1_000 },
    );
    expect(hits).toBeGreaterThan(200);
  });

  test("of lines that are longer than one piece, and of literals that stand across two", () => {
    const long = Buffer.from(`${"x".repeat(65_534)}error${"y".repeat(70_000)}timeout after 9\nerror\n`);
    expect(expectSame(rules, long)).toBeGreaterThan(0);
  });

  test("of any few rules", () => {
    const atom = fc.constantFrom(
      "error",
      "disk",
      "(?i)FULL",
      "(?:ab|cd)",
      "\\d+",
      ".",
      "a*",
      "[kK]",
      "\\s",
      "(?:x|yy)",
      "^",
      "$",
      "\\\\",
    );
    const pattern = fc.array(atom, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));
    const some = fc.array(pattern, { minLength: 1, maxLength: 4 });
    let hits = 0;
    fc.assert(
      fc.property(some, chunk, (sources, bytes) => {
        const good = sources.filter((source) => compilePattern(source).ok);
        fc.pre(good.length > 0);
        hits += expectSame(rulesOf(good), bytes);
      }),
      { numRuns: 300 },
    );
    expect(hits).toBeGreaterThan(0);
  });
});
