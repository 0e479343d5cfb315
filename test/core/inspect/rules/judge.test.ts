import { describe, expect, test } from "vitest";
import type { LogRecord } from "#core/domain";
import type { Rule } from "#core/inspect";
import { rulesOf } from "../../../support/rules.ts";

const record: LogRecord = {
  timeMs: Date.UTC(2026, 0, 1),
  level: "error",
  host: null,
  service: "shop",
  message: "m",
  source: "app",
  fields: { tenant: "acme" },
};

function ruleOf(rule: Readonly<Record<string, unknown>>): Rule {
  const [only] = rulesOf(rule);
  if (only === undefined) throw new Error("no rule");
  return only;
}

/** What the rule says of a line of this record; `no match` where its pattern has nothing to say. */
function judge(
  rule: Readonly<Record<string, unknown>>,
  line: string,
  change: Partial<LogRecord> = {},
): string {
  const compiled = ruleOf(rule);
  const groups = compiled.match(line);
  if (groups === undefined) return "no match";
  const judged = compiled.judge(groups, { record: { ...record, ...change }, labels: { env: "prod" } });
  return judged.kind === "hit" ? `hit ${judged.severity}` : judged.kind;
}

describe("where and when", () => {
  const slow = { pattern: String.raw`took (?<took>\d+s)( on (?<on>\w+))?` };
  test.each([
    ["the record fits", { where: 'record.level in ["warn", "error"]' }, "took 9s", "hit 3"],
    ["the record does not", { where: 'record.level == "info"' }, "took 9s", "miss"],
    ["where has no answer for the record", { where: "record.fields.code > 5" }, "took 9s", "miss"],
    ["the host is not known", { where: 'host == "a"' }, "took 9s", "miss"],
    ["a group fits", { when: 'took > duration("5s")' }, "took 9s", "hit 3"],
    ["a group does not", { when: 'took > duration("5s")' }, "took 1s", "miss"],
    ["a group took no part in the match", { when: 'on == "db"' }, "took 9s", "miss"],
    [
      "a `by` key fits, from the record's own fields",
      { by: ["tenant"], when: 'tenant == "acme"' },
      "took 9s",
      "hit 3",
    ],
    ["a `by` key fits, from the source's labels", { by: ["env"], when: 'env == "prod"' }, "took 9s", "hit 3"],
    ["a `by` key is nowhere: it is empty", { by: ["zone"], when: 'zone == ""' }, "took 9s", "hit 3"],
    ["the pattern does not match, whatever the rest says", { when: "true" }, "took long", "no match"],
  ])("%s", (_, rule, line, verdict) => {
    expect(judge({ ...slow, ...rule }, line)).toBe(verdict);
  });

  test("a group that took no part is empty as a `by` key, whatever a label of its name says", () => {
    const rule = { pattern: "x(?: on (?<env>[a-z]+))?", by: ["env"], when: 'env == ""' };
    expect(judge(rule, "x")).toBe("hit 3");
  });

  test("a named group goes before a field of the record, and that before a label", () => {
    const pattern = "as (?<host>[a-z]+)";
    expect(judge({ pattern, when: 'host == "group"' }, "as group", { host: "field" })).toBe("hit 3");
    expect(judge({ pattern: "as", by: ["service"], when: 'service == "shop"' }, "as")).toBe("hit 3");
  });
});

describe("a group whose text is not of its type", () => {
  const port = { pattern: "port (?<port>[0-9a-z]+)", types: { port: "int" } };

  test("makes when false, and is told apart from a miss", () => {
    expect(judge({ ...port, when: "port > 5" }, "port http")).toBe("unconverted");
    expect(judge({ ...port, when: "true" }, "port http")).toBe("unconverted");
    expect(judge({ ...port, when: "port > 5" }, "port 4")).toBe("miss");
  });

  test("keeps no alert back that does not ask for it", () => {
    expect(judge(port, "port http")).toBe("hit 3");
    expect(judge({ ...port, severity: "port > 5 ? 5 : 4" }, "port http")).toBe("hit 3");
  });
});

describe("a severity expression", () => {
  const times = { pattern: "retry (?<n>-?[0-9]+)" };
  test.each([
    ["n", "retry 4", "hit 4"],
    ["n", "retry 99", "hit 5"],
    ["n", "retry -1", "hit 1"],
    ["n >= 3 ? 5 : 2", "retry 2", "hit 2"],
    ["6 / n", "retry 0", "hit 3"],
    ["record.fields.level", "retry 1", "hit 3"],
  ])("%s of `%s` gives %s", (severity, line, verdict) => {
    expect(judge({ ...times, types: { n: "int" }, severity }, line)).toBe(verdict);
  });
});
