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
  type Pattern,
} from "#core/expr";
import { shortHash } from "#core/incidents";
import type { Remembers } from "../memory/memory.ts";
import { toldNames } from "../memory/told-names.ts";
import { compileEarlier } from "./earlier.ts";
import { ruleJudge } from "./judge.ts";
import { fixedNames, ruleNames } from "./names.ts";
import type { Rule } from "./rule.ts";
import type { RuleSource } from "./schema.ts";

/** A mistake in one key of a rule, or inside of it. */
interface RuleMistake {
  readonly path: readonly PropertyKey[];
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
  function takeAt<T>(path: readonly PropertyKey[], compiled: Compiled<T>): T | undefined {
    if (compiled.ok) return compiled.value;
    mistakes.push({ path, error: compiled.error });
    return undefined;
  }
  const take = <T>(key: string, compiled: Compiled<T>): T | undefined => takeAt([key], compiled);
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

  const by = source.frequency?.by ?? source.context?.by ?? source.by ?? [];
  const names = ruleNames(types, by);
  let ruleScope: Compiled<ConditionScope> | undefined;
  const scope = () => (ruleScope ??= conditionScope(names));
  const when = condition("when", scope);
  const severity = take("severity", compileSeverity(source.severity, scope));
  const remembers = remembersOf(source);
  const others = source.context === undefined ? [] : compileEarlier(source.context, { by, take: takeAt });
  const told = [
    ...(remembers === undefined ? [] : Object.keys(toldNames[remembers.kind])),
    ...others.flatMap(({ pattern: { groups } }) => groups.map(({ name }) => name)),
  ];
  const template = take(
    "alert",
    compileTemplate(source.alert, [...new Set([...told, ...Object.keys(names)])]),
  );
  if (mistakes.length > 0 || template === undefined || severity === undefined) return { ok: false, mistakes };

  const { id, event = id, semantics, resolveAfter } = source;
  const head = {
    id,
    event,
    semantics,
    by,
    // What the file says, defaults filled in: neither its form nor the order of its keys counts; the type is told by them.
    hash: shortHash([JSON.stringify({ ...source, type: undefined, types: sortedPairs(source.types) })]),
    remembers,
    resolveAfterMs: resolveAfter,
    render: (values: Readonly<Record<string, unknown>>) => template.render(values),
  };
  const earlier = others.map((one, index): Rule => ({
    ...head,
    ...lookingFor(one.pattern),
    leg: index + 1,
    earlier: [],
    judge: one.judge,
  }));
  const judge = ruleJudge({ types, by, where, when, severity });
  // The later ones first: see `withEarlier`.
  return {
    ok: true,
    rule: { ...head, ...lookingFor(pattern), leg: 0, earlier: earlier.toReversed(), judge },
  };
}

function lookingFor(pattern: Pattern): Pick<Rule, "literals" | "ignoresCase" | "whole" | "match"> {
  return {
    literals: pattern.literals,
    ignoresCase: pattern.ignoresCase,
    whole: pattern.groups.length === 0 ? pattern.whole : undefined,
    match: (text) => pattern.match(text),
  };
}

function remembersOf(source: RuleSource): Remembers | undefined {
  const { frequency, change, new_term, cardinality, spike, context } = source;
  if (frequency !== undefined)
    return { kind: "frequency", count: frequency.count, withinMs: frequency.within };
  if (change !== undefined) return { kind: "change", of: change.of };
  if (new_term !== undefined) {
    const { of, within: withinMs, learn: learnMs } = new_term;
    return { kind: "new_term", of, withinMs, learnMs };
  }
  if (cardinality !== undefined) {
    const { of, more_than: moreThan, within: withinMs } = cardinality;
    return { kind: "cardinality", of, moreThan, withinMs };
  }
  if (context !== undefined) {
    const { before = [], within: withinMs } = context;
    return { kind: "context", steps: Array.isArray(before) ? before.length : 1, withinMs };
  }
  if (spike === undefined) return undefined;
  return { kind: "spike", times: spike.times, atLeast: spike.at_least, withinMs: spike.within };
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
