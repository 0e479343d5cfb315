import { describe, expect, test } from "vitest";
import { loadRules } from "#core/inspect";

/** A sound rule on lines 2 to 4, and what a test adds to it from line 5 on. */
function withLines(...added: readonly string[]): string {
  const sound = [
    "rules:",
    "  - id: disk",
    "    pattern: 'used=(?<used>\\d+)'",
    "    alert: 'disk {{ used }}'",
  ];
  return [...sound, ...added.map((line) => `    ${line}`), ""].join("\n");
}

function faultsOf(text: string): string[] {
  const loaded = loadRules([{ file: "r.yml", text }]);
  if (loaded.ok) return [];
  return loaded.faults.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

describe("a mistake is told at the very character", () => {
  test.each([
    [
      "pattern",
      "rules: [{ id: a, alert: x, pattern: 'used=(?<used>x' }]",
      '1:43 rules[0].pattern: this "(" is not closed',
    ],
    [
      "where",
      withLines('where: record.levl == "x"'),
      '5:19 rules[0].where: unknown name "levl"; did you mean "level"?',
    ],
    [
      "when",
      withLines("when: used > 5 && usd < 3"),
      '5:23 rules[0].when: unknown name "usd"; did you mean "used"?',
    ],
    [
      "severity",
      withLines('severity: "used > 5"'),
      "5:16 rules[0].severity: expected an expression that is a whole number (int); this one is bool",
    ],
    [
      "a severity off the scale",
      withLines("severity: 6"),
      "5:15 rules[0].severity: expected 1 to 5, or an expression",
    ],
    [
      "alert",
      "rules: [{ id: a, pattern: x, alert: 'on {{ hots }}' }]",
      '1:44 rules[0].alert: unknown name "hots"; did you mean "host"?',
    ],
    [
      "a type for no group",
      withLines("types: { uzed: int }"),
      '5:12 rules[0].types: the pattern has no group "uzed"; did you mean "used"?',
    ],
    [
      "a type that is none",
      withLines("types: { used: number }"),
      '5:20 rules[0].types.used: expected one of "int", "double", "duration", "size", "string"; got "number"',
    ],
    [
      "an unknown key",
      withLines("patern: x"),
      '5:5 rules[0].patern: unknown key "patern"; did you mean "pattern"?',
    ],
    [
      "another type",
      withLines("type: sequence"),
      '5:11 rules[0].type: expected one of "match", "frequency", "change", "new_term", "cardinality", "spike"; got "sequence"',
    ],
    [
      "a context without its time",
      withLines("context: { before: x }"),
      '5:16 rules[0].context: missing key "within"; expected a duration such as "250ms", "30s", "5m", "1h30m", "1.5h", "7d" or "2w"',
    ],
    [
      "a context of nothing",
      withLines("context: { within: 1m }"),
      "5:24 rules[0].context.within: expected `before` or `unless` beside it",
    ],
    [
      "a pattern inside of a context",
      withLines("context: { before: [a, '(b'], within: 1m }"),
      '5:29 rules[0].context.before[1]: this "(" is not closed',
    ],
    [
      "a condition inside of a context",
      withLines("context: { before: '(?<n>\\d+)', within: 1m, when: n > m }"),
      '5:59 rules[0].context.when: unknown name "m"; known: "record", "time", "level", "host", "service", "message", "source", "n"',
    ],
    [
      "two memories",
      withLines("change: { of: host }", "context: { before: x, within: 1m }"),
      "2:9 rules[0].id: expected at most one of frequency, change, new_term, cardinality, spike, context",
    ],
    [
      "a type without its key",
      withLines("type: change"),
      "5:11 rules[0].type: expected a key of the type's name beside it, and no other",
    ],
    ["for", withLines("for: 5m"), "5:10 rules[0].for: `for` is not available in this version"],
    [
      "suppress",
      withLines("suppress: 5m"),
      "5:15 rules[0].suppress: `suppress` is not available in this version",
    ],
    [
      "by in two places",
      withLines("by: [host]", "frequency: { count: 2, within: 1m, by: [host] }"),
      "5:9 rules[0].by: expected `by` once; it stands in `frequency` too",
    ],
    [
      "no alert text",
      "rules:\n  - id: a\n    pattern: x",
      '2:5 rules[0]: missing key "alert"; expected a string',
    ],
  ])("%s", (_, text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  test("in an excerpt with a caret, also behind a byte order mark", () => {
    const loaded = loadRules([{ file: "r.yml", text: `\uFEFF${withLines("when: usd > 5")}` }]);
    expect(!loaded.ok && loaded.faults[0]).toMatchObject({ line: 5, column: 11 });
    expect(!loaded.ok && loaded.faults[0]?.excerpt).toContain("5 |     when: usd > 5\n  |           ^");
  });
});

test("an id that is taken is told with the place that has it, in whichever file that is", () => {
  const loaded = loadRules([
    { file: "a.yml", text: withLines() },
    { file: "b.yml", text: withLines() },
  ]);
  expect(loaded).toMatchObject({
    ok: false,
    faults: [{ file: "b.yml", line: 2, column: 9, message: 'the id "disk" is taken by a.yml:2' }],
  });
});

test("every mistake of every rule is told at once, and one mistake refuses them all", () => {
  const text =
    "rules:\n  - { id: a, pattern: '(', alert: x, where: nope }\n  - { id: b, pattern: x, alert: x, when: nah }";
  expect(faultsOf(text)).toEqual([
    expect.stringContaining('rules[0].where: unknown name "nope"'),
    expect.stringContaining("rules[0].pattern: "),
    expect.stringContaining('rules[1].when: unknown name "nah"'),
  ]);
});

describe("the hash of a rule", () => {
  const base = {
    id: "a",
    pattern: "(?<n>[0-9]+)(?<m>[0-9]+)",
    alert: "x",
    types: { n: "int", m: "int" },
  } as const;

  function hashOf(text: string): string {
    const loaded = loadRules([{ file: "r.yml", text }]);
    return loaded.ok ? (loaded.rules[0]?.hash ?? "") : JSON.stringify(loaded.faults);
  }

  test("stays when only the file's form changes: comments, order of keys, defaults written out", () => {
    const same = [
      "# a comment\nrules:\n- alert: x\n  id: a\n  types: { m: int, n: int }\n  pattern: (?<n>[0-9]+)(?<m>[0-9]+)",
      JSON.stringify({
        rules: [{ ...base, severity: 3, type: "match", resolveAfter: "300s", semantics: [] }],
      }),
    ];
    const hash = hashOf(JSON.stringify({ rules: [base] }));
    expect(same.map(hashOf)).toEqual([hash, hash]);
  });

  test("changes with anything that the rule says", () => {
    const changes = [
      {},
      { id: "b" },
      { event: "b" },
      { severity: 4 },
      { severity: "4" },
      { semantics: ["disk"] },
      { pattern: "(?<n>[0-9]+)(?<m>[0-9]*)" },
      { types: { n: "string", m: "int" } },
      { types: { n: "int", m: "string" } },
      { where: 'host == "a"' },
      { when: "n > 5" },
      { by: ["host"] },
      { by: ["n"] },
      { frequency: { count: 2, within: "1m" } },
      { frequency: { count: 3, within: "1m" } },
      { frequency: { count: 2, within: "2m" } },
      { frequency: { count: 2, within: "1m", by: ["host"] } },
      { alert: "y" },
      { resolveAfter: "6m" },
    ];
    const hashes = changes.map((change) => hashOf(JSON.stringify({ rules: [{ ...base, ...change }] })));
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(hashes).size).toBe(changes.length);
  });
});
