import { isSeverity, type Severity } from "#core/domain";
import { type Condition, convertGroup, type GroupTypes } from "#core/expr";
import { fixedValues, textOfName } from "./names.ts";
import type { Groups, JudgedLine, RuleJudgement } from "./rule.ts";

export interface JudgeOptions {
  readonly types: GroupTypes;
  readonly by: readonly string[];
  readonly where: Condition<boolean> | undefined;
  readonly when: Condition<boolean> | undefined;
  readonly severity: Condition<number> | Severity;
}

/** Where a severity expression has no answer for a line, the alert must still come. */
const unknownSeverity: Severity = 3;

/** What a rule says of a line that its pattern matched: `where`, then `when`, then how bad it is. */
export function ruleJudge(options: JudgeOptions): (groups: Groups, line: JudgedLine) => RuleJudgement {
  const { where, when, severity } = options;
  if (where === undefined && when === undefined && typeof severity === "number") {
    const always = { kind: "hit", severity } as const;
    return () => always;
  }
  return (groups, { record, labels }) => {
    const fixed = fixedValues(record);
    if (where !== undefined && where.evaluate(fixed) !== true) return { kind: "miss" };
    if (when === undefined && typeof severity === "number") return { kind: "hit", severity };
    const { converted, whole } = convert(groups, options.types);
    if (when !== undefined && !whole) return { kind: "unconverted" };
    const keys = options.by.map((name) => [name, textOfName(name, { groups, record, labels })] as const);
    const values = { ...Object.fromEntries(keys), ...fixed, ...converted };
    if (when !== undefined && when.evaluate(values) !== true) return { kind: "miss" };
    return { kind: "hit", severity: severityOf(severity, values) };
  };
}

/** A group that took no part has no value, and neither has one whose text is not of its type: then not `whole`. */
function convert(groups: Groups, types: GroupTypes): { converted: Record<string, unknown>; whole: boolean } {
  const converted: Record<string, unknown> = {};
  let whole = true;
  for (const [name, text] of Object.entries(groups)) {
    if (text === undefined) continue;
    const value = convertGroup(types[name] ?? "string", text);
    if (value === undefined) whole = false;
    else converted[name] = value;
  }
  return { converted, whole };
}

/** An expression may count past the ends; the scale does not. */
function severityOf(severity: JudgeOptions["severity"], values: Readonly<Record<string, unknown>>): Severity {
  if (typeof severity === "number") return severity;
  const level = severity.evaluate(values);
  const bounded = typeof level === "number" ? Math.min(5, Math.max(1, level)) : unknownSeverity;
  return isSeverity(bounded) ? bounded : unknownSeverity;
}
