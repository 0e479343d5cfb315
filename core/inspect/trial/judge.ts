import { type Alert, type FileFault, sortedPairs } from "#core/domain";
import { formatDuration, suggestion } from "#core/expr";
import type { Redactor } from "#core/redact";
import type { Rule } from "../rules/rule.ts";
import type { RuleTest } from "./read.ts";
import type { ExpectedAlert } from "./schema.ts";

/** What came of a test's lines. */
export interface Outcome {
  readonly alerts: readonly Alert[];
  readonly lines: readonly string[];
  readonly startMs: number;
  readonly rules: readonly Rule[];
  readonly redactor: Redactor;
}

/** A key of an expectation, and what is wrong with it. */
type Difference = readonly [key: string, message: string];

/** Fettle looks once a second whether something is over. */
const exactMs = 1_000;

/** What was expected and is not so, and what fired that nobody expects. Each alert is expected once. */
export function judgeAlerts(test: RuleTest, outcome: Outcome): readonly FileFault[] {
  const left = new Set(outcome.alerts);
  const faults: FileFault[] = [];
  // Whoever says most chooses first: the one that only names a rule takes whatever is left of it.
  const all = [...(test.source.expect ?? []).entries()];
  const choosing = all.toSorted(([, one], [, other]) => Object.keys(other).length - Object.keys(one).length);
  for (const [index, expected] of choosing) {
    const place = ([key, message]: Difference): FileFault => test.place(["expect", index, key], message);
    const [best] = [...left]
      .filter(({ rule }) => rule === expected.rule)
      .map((alert) => ({ alert, differences: differencesOf(expected, alert, outcome) }))
      .toSorted((a, b) => a.differences.length - b.differences.length);
    if (best === undefined) {
      faults.push(place(["rule", absenceOf(expected, outcome)]));
      continue;
    }
    left.delete(best.alert);
    faults.push(...best.differences.map(place));
  }
  const at = test.source.expect === undefined ? "expect_none" : "expect";
  return [
    ...faults,
    ...[...left].map((alert) => test.place([at], `expected nothing more, got ${shown(alert, outcome)}`)),
  ];
}

function absenceOf({ rule, key }: ExpectedAlert, outcome: Outcome): string {
  const { rules, lines, alerts } = outcome;
  const known = rules.find(({ id }) => id === rule);
  if (known === undefined) {
    const ids = rules.map(({ id }) => id);
    const advice = suggestion(rule, ids);
    return `there is no rule ${JSON.stringify(rule)} in these files${advice === "" ? "" : `; ${advice}`}`;
  }
  const fired = alerts.filter((alert) => alert.rule === rule);
  const wanted = `alert of ${rule}${key === undefined ? "" : ` ${keyText(key)}`}`;
  if (fired.length > 0)
    return `expected one more ${wanted}, got only: ${fired.map((alert) => shown(alert, outcome)).join("; ")}`;
  const matched = lines.filter((line) => known.match(line) !== undefined).length;
  return matched === 0
    ? `expected an ${wanted}, and its pattern matches none of the lines`
    : `expected an ${wanted}; its pattern matches ${matched} of ${lines.length} lines, but a condition does not hold`;
}

function differencesOf(expected: ExpectedAlert, alert: Alert, outcome: Outcome): readonly Difference[] {
  const { startMs, redactor } = outcome;
  const differences: Difference[] = [];
  const compare = (key: "severity" | "lines", wanted: number | undefined, got: number): void => {
    if (wanted !== undefined && wanted !== got) differences.push([key, `expected ${wanted}, got ${got}`]);
  };
  const compareTime = (
    key: "at" | "resolved",
    wantedMs: number | undefined,
    gotMs: number | undefined,
  ): void => {
    if (wantedMs === undefined) return;
    const got = gotMs === undefined ? "it fires still" : formatDuration(gotMs - startMs);
    if (gotMs === undefined || Math.abs(gotMs - startMs - wantedMs) > exactMs)
      differences.push([key, `expected ${formatDuration(wantedMs)}, got ${got}`]);
  };
  compareTime("at", expected.at, alert.state.sinceMs);
  compareTime("resolved", expected.resolved, alert.state.kind === "resolved" ? alert.state.atMs : undefined);
  compare("severity", expected.severity, alert.severity);
  compare("lines", expected.lines, alert.count);
  if (expected.alert !== undefined && !isShownAs(expected.alert, alert.summary, redactor))
    differences.push([
      "alert",
      `expected ${JSON.stringify(expected.alert)}, got ${JSON.stringify(alert.summary)}`,
    ]);
  if (expected.key !== undefined && !isKey(expected.key, alert, redactor))
    differences.push(["key", `expected ${keyText(expected.key)}, got ${keyText(alert.by)}`]);
  return differences;
}

function isKey(expected: Readonly<Record<string, string>>, { by }: Alert, redactor: Redactor): boolean {
  const names = Object.keys(expected);
  return (
    names.length === Object.keys(by).length &&
    names.every(
      (name) => Object.hasOwn(by, name) && isShownAs(expected[name] ?? "", by[name] ?? "", redactor),
    )
  );
}

const pseudonym = /^<([a-z][a-z0-9-]{0,31}):[0-9a-f]{8}>$/;
const pseudonyms = /<([a-z][a-z0-9-]{0,31}):[0-9a-f]{8}>/g;

/** Whether `seen` is what people see of `text`, in which pseudonyms may be written `<email:…>`. */
function isShownAs(text: string, seen: string, redactor: Redactor): boolean {
  const anyhow = seen.replaceAll(pseudonyms, "<$1:…>");
  if (text === anyhow) return true;
  const redacted = redactor.redact(text);
  if (redacted === seen || redacted === anyhow) return true;
  const [, kind] = pseudonym.exec(seen) ?? [];
  return kind !== undefined && redactor.pseudonym(kind, text) === seen;
}

function shown({ rule, severity, by, state, summary }: Alert, { startMs }: Outcome): string {
  const key = Object.keys(by).length === 0 ? "" : ` ${keyText(by)}`;
  return `${rule} at ${formatDuration(state.sinceMs - startMs)}, severity ${severity}${key}: ${JSON.stringify(summary)}`;
}

function keyText(by: Readonly<Record<string, string>>): string {
  return `{ ${sortedPairs(by)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ")} }`;
}
