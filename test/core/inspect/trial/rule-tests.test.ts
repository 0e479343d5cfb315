import { describe, expect, test } from "vitest";
import { failedRuleTests } from "../../../support/rule-tests.ts";

const rules = `
rules:
  - id: slow
    pattern: 'timeout after (?<waited>\\d+s)'
    when: waited > duration("10s")
    severity: 'waited > duration("60s") ? 5 : 3'
    by: [host]
    resolveAfter: 1m
    alert: '{{ waited }} on {{ host }}'
  - id: logins
    pattern: 'login failed for (?<user>\\S+)'
    frequency: { count: 3, within: 1m, by: [user] }
    alert: '{{ user }} fails to log in'
  - id: secrets
    pattern: 'password=(?<given>\\S+) refused'
    by: [given]
    alert: 'tried {{ given }}'
  - id: fresh
    pattern: 'user (?<user>\\S+) came'
    new_term: { of: user, learn: 1h }
    alert: '{{ user }} was not here before'
  - id: after-deploy
    pattern: 'error (?<code>\\d+)'
    context: { unless: deploy, within: 10m }
    alert: 'error {{ code }}'
  - id: burst
    pattern: request
    spike: { times: 3, at_least: 6, within: 1m }
    alert: '{{ now }} instead of {{ usual }}'
`;

/** What is wrong with one test, without its place. */
async function wrong(lines: string): Promise<readonly string[]> {
  const text = `tests:\n  - name: it\n${lines.replaceAll(/^/gm, "    ")}\n`;
  const failed = await failedRuleTests({ file: "x.test.yml", text }, [{ file: "x.yml", text: rules }]);
  return failed.flatMap((one) => one.split("\n")).map((one) => one.replace(/^x\.test\.yml:/, ""));
}

const slow = 'input: [{ line: \'{"host":"a","msg":"timeout after 30s"}\' }]';

describe("a test passes", () => {
  test.for([
    ["where the alert is as it is expected", `${slow}\nexpect: [{ rule: slow }]`],
    [
      "with all that can be asked",
      `${slow}\nexpect: [{ rule: slow, at: 0s, severity: 3, key: { host: a }, alert: 30s on a, lines: 1, resolved: 1m }]`,
    ],
    ["where nothing fires and nothing should", "input: [{ line: timeout after 9s }]\nexpect_none: true"],
    [
      "where a repeated line fills a window",
      "input: [{ line: login failed for bob, repeat: 3, every: 30s }]\nexpect: [{ rule: logins, at: 1m, lines: 3 }]",
    ],
    [
      "where a window is not filled in time",
      "input: [{ line: login failed for bob, repeat: 9, every: 31s }]\nexpect_none: true",
    ],
    [
      "where lines have times of their own, and the test begins with the first",
      "input:\n  - { line: login failed for bob }\n  - { line: '2026-03-04T05:06:07Z login failed for bob' }\n  - { line: '2026-03-04T05:06:37Z login failed for bob' }\nexpect: [{ rule: logins, at: 30s }]",
    ],
    [
      "where the same trouble returns as a new alert",
      `input: [{ line: '{"host":"a","msg":"timeout after 30s"}', repeat: 2, every: 2m }]\nexpect: [{ rule: slow, at: 0s, resolved: 1m }, { rule: slow, at: 2m, lines: 1 }]`,
    ],
    [
      "where it is seen again before it resolves, and gets worse",
      `input: [{ line: '{"host":"a","msg":"timeout after 30s"}' }, { line: '{"host":"a","msg":"timeout after 90s"}', at: 50s }]\nexpect: [{ rule: slow, severity: 5, lines: 2, resolved: 1m50s }]`,
    ],
    [
      "in any order",
      'input: [{ line: \'{"host":"a","msg":"timeout after 11s"}\' }, { line: \'{"host":"b","msg":"timeout after 12s"}\' }]\nexpect: [{ rule: slow, key: { host: b } }, { rule: slow, key: { host: a } }]',
    ],
    [
      "by the values behind pseudonyms, or any",
      "input: [{ line: login failed for ada@example.com, repeat: 3 }]\nexpect: [{ rule: logins, key: { user: ada@example.com }, alert: '<email:…> fails to log in' }]",
    ],
    [
      "by a secret that alone looks like none",
      "input: [{ line: password=hunter2 refused }]\nexpect: [{ rule: secrets, key: { given: hunter2 }, alert: 'tried <secret:…>' }]",
    ],
    [
      "by labels and name of the source",
      `source: app\nlabels: { host: z }\nformat: plain\n${slow}\nexpect: [{ rule: slow, key: { host: z } }]`,
    ],
    [
      "where {{ time }} is when it is read",
      `input: [{ line: '{"time":"{{ time }}","host":"a","msg":"timeout after 11s"}', at: 90s }]\nexpect: [{ rule: slow, at: 90s }]`,
    ],
  ] as const)("%s", async ([, lines]) => {
    expect(await wrong(lines)).toEqual([]);
  });
});

describe("a test fails, and says how", () => {
  test.for([
    [`${slow}\nexpect: [{ rule: slow, severity: 5 }]`, "4:29 tests[0].expect[0].severity: expected 5, got 3"],
    [`${slow}\nexpect: [{ rule: slow, at: 5s }]`, "4:29 tests[0].expect[0].at: expected 5s, got 0s"],
    [`${slow}\nexpect: [{ rule: slow, lines: 2 }]`, "4:29 tests[0].expect[0].lines: expected 2, got 1"],
    [
      `${slow}\nexpect: [{ rule: slow, resolved: 2m }]`,
      "4:29 tests[0].expect[0].resolved: expected 2m, got 1m",
    ],
    [
      `${slow}\nexpect: [{ rule: slow, resolved: 30s }]`,
      "4:29 tests[0].expect[0].resolved: expected 30s, got it fires still",
    ],
    [
      `${slow}\nexpect: [{ rule: slow, alert: x }]`,
      '4:29 tests[0].expect[0].alert: expected "x", got "30s on a"',
    ],
    [
      `${slow}\nexpect: [{ rule: slow, key: { host: b } }]`,
      '4:29 tests[0].expect[0].key: expected { host: "b" }, got { host: "a" }',
    ],
    [
      `${slow}\nexpect: [{ rule: slow, key: {} }]`,
      '4:29 tests[0].expect[0].key: expected {  }, got { host: "a" }',
    ],
    [
      `${slow}\nexpect_none: true`,
      '4:5 tests[0].expect_none: expected nothing more, got slow at 0s, severity 3 { host: "a" }: "30s on a"',
    ],
    [
      `${slow}\nexpect: [{ rule: slow }, { rule: slow }]`,
      '4:27 tests[0].expect[1].rule: expected one more alert of slow, got only: slow at 0s, severity 3 { host: "a" }: "30s on a"',
    ],
    [
      `${slow}\nexpect: [{ rule: slo }]`,
      '4:16 tests[0].expect[0].rule: there is no rule "slo" in these files; did you mean "slow"?',
    ],
    [
      "input: [{ line: timeout after 9s }]\nexpect: [{ rule: slow }]",
      "4:16 tests[0].expect[0].rule: expected an alert of slow; its pattern matches 1 of 1 lines, but a condition does not hold",
    ],
    [
      "input: [{ line: all is well }]\nexpect: [{ rule: slow }]",
      "4:16 tests[0].expect[0].rule: expected an alert of slow, and its pattern matches none of the lines",
    ],
  ] as const)("%s", async ([lines, message]) => {
    expect((await wrong(lines)).map((one) => one.replace(/^(\d+):\d+/, "$1"))).toContain(
      message.replace(/^(\d+):\d+/, "$1"),
    );
  });

  test("with an alert that nobody expects besides the one that is", async () => {
    const [fault, ...more] = await wrong(
      `input: [{ line: '{"host":"a","msg":"timeout after 11s"}' }, { line: '{"host":"b","msg":"timeout after 12s"}' }]\nexpect: [{ rule: slow, key: { host: b } }]`,
    );
    expect(more).toEqual([]);
    expect(fault).toContain('expected nothing more, got slow at 0s, severity 3 { host: "a" }');
  });
});

describe("a file of tests is refused", () => {
  test.for([
    [slow, "expected either `expect`, all alerts that fire, or `expect_none: true`"],
    [`${slow}\nexpect: [{ rule: slow }]\nexpect_none: true`, "expected either `expect`"],
    [`${slow}\nexpects: []`, 'unknown key "expects"; did you mean "expect"?'],
    [
      "input: [{ line: x, repeat: 6000 }, { line: y, repeat: 6000 }]\nexpect_none: true",
      "expected at most 10000 lines, repeats counted",
    ],
    ["input: []\nexpect_none: true", "input"],
    [`${slow}\nexpect: [{ rule: slow, severity: 9 }]`, "expected 1 to 5"],
  ] as const)("%s", async ([lines, message]) => {
    expect((await wrong(lines)).join("\n")).toContain(message);
  });
});

test("a day of silence passes in no time", async () => {
  const startedMs = performance.now();
  const day =
    'input: [{ line: \'{"host":"a","msg":"timeout after 30s"}\' }, { line: all is well, at: 30d }]\nexpect: [{ rule: slow, resolved: 1m }]';
  expect(await wrong(day)).toEqual([]);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});
