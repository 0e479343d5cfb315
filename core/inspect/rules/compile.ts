import { sortedPairs, type Severity } from "#core/domain";
import {
  type Compiled,
  compileCondition,
  compilePattern,
  compileTemplate,
  type Condition,
  type ConditionScope,
  conditionScope,
  type ExprError,
  groupTypes,
} from "#core/expr";
import { shortHash } from "#core/incidents";
import { ruleJudge } from "./judge.ts";
import { fixedNames, ruleNames } from "./names.ts";
import type { Rule } from "./rule.ts";
import type { RuleSource } from "./schema.ts";

/** A mistake in one key of a rule. */
interface RuleMistake {
  readonly key: string;
  readonly error: ExprError;
}

export type CompiledRule =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly mistakes: readonly RuleMistake[] };

/** Making a scope costs milliseconds, and that of `where` is the same for all rules: it is made once. */
export function newRuleCompiler(): (source: RuleSource) => CompiledRule {
  let recordScope: Compiled<ConditionScope> | undefined;
  return (source) => compileRule(source, () => (recordScope ??= conditionScope(fixedNames)));
}

/** Compiles one rule. Every mistake is found, except in what builds on a pattern that has one itself. */
function compileRule(source: RuleSource, recordScope: () => Compiled<ConditionScope>): CompiledRule {
  const mistakes: RuleMistake[] = [];
  function take<T>(key: string, compiled: Compiled<T>): T | undefined {
    if (compiled.ok) return compiled.value;
    mistakes.push({ key, error: compiled.error });
    return undefined;
  }
  function condition(key: "where" | "when", scope: () => Compiled<ConditionScope>) {
    const text = source[key];
    return text === undefined
      ? undefined
      : take(
          key,
          within(scope(), (s) => compileCondition(text, s)),
        );
  }

  const where = condition("where", recordScope);
  const pattern = take("pattern", compilePattern(source.pattern));
  const types = pattern === undefined ? undefined : take("types", groupTypes(pattern, source.types));
  if (pattern === undefined || types === undefined) return { ok: false, mistakes };

  const by = source.frequency?.by ?? source.by ?? [];
  const names = ruleNames(types, by);
  let ruleScope: Compiled<ConditionScope> | undefined;
  const scope = () => (ruleScope ??= conditionScope(names));
  const when = condition("when", scope);
  const severity = take("severity", compileSeverity(source.severity, scope));
  const template = take("alert", compileTemplate(source.alert, Object.keys(names)));
  if (mistakes.length > 0 || template === undefined || severity === undefined) return { ok: false, mistakes };

  const { id, event = id, semantics, frequency, resolveAfter } = source;
  return {
    ok: true,
    rule: {
      id,
      event,
      semantics,
      by,
      // What the file says, defaults filled in: neither its form nor the order of its keys counts.
      hash: shortHash([JSON.stringify({ ...source, types: sortedPairs(source.types) })]),
      frequency: frequency === undefined ? undefined : { count: frequency.count, withinMs: frequency.within },
      resolveAfterMs: resolveAfter,
      literals: pattern.literals,
      ignoresCase: pattern.ignoresCase,
      whole: pattern.groups.length === 0 ? pattern.whole : undefined,
      match: (text) => pattern.match(text),
      judge: ruleJudge({ types, by, where, when, severity }),
      render: (values) => template.render(values),
    },
  };
}

function compileSeverity(
  wish: RuleSource["severity"],
  scope: () => Compiled<ConditionScope>,
): Compiled<Severity | Condition<number>> {
  if (typeof wish === "number") return { ok: true, value: wish };
  return within(scope(), (s) => compileCondition(wish, s, "int"));
}

function within<S, T>(scope: Compiled<S>, compile: (scope: S) => Compiled<T>): Compiled<T> {
  return scope.ok ? compile(scope.value) : scope;
}
