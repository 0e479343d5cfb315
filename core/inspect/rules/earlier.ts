import type { GroupTypes } from "#core/expr";
import {
  type Compiled,
  compileCondition,
  compilePattern,
  conditionScope,
  type Pattern,
  groupTypes,
} from "#core/expr";
import { ruleJudge } from "./judge.ts";
import { ruleNames } from "./names.ts";
import type { Rule } from "./rule.ts";
import type { RuleSource } from "./schema.ts";

type Context = NonNullable<RuleSource["context"]>;

/** Takes what was compiled of the key at `path`, or notes its mistake. */
export type Take = <T>(path: readonly PropertyKey[], compiled: Compiled<T>) => T | undefined;

/** A line that a rule looks for besides its own. */
export interface Earlier {
  readonly pattern: Pattern;
  readonly judge: Rule["judge"];
}

/** Those of `before`, in their order, and then the one of `unless`; what is wrong with one is told, and it is left out. */
export function compileEarlier(
  { before, unless, when }: Context,
  { by, take }: { readonly by: readonly string[]; readonly take: Take },
): readonly Earlier[] {
  const isList = Array.isArray(before);
  const steps = before === undefined ? [] : isList ? before : [before];
  const wanted = steps.map((text, index) => ({
    text,
    path: isList ? ["context", "before", index] : ["context", "before"],
    when,
  }));
  const unwanted =
    unless === undefined ? [] : [{ text: unless, path: ["context", "unless"], when: undefined }];
  return [...wanted, ...unwanted].flatMap((one): Earlier[] => {
    const pattern = take(one.path, compilePattern(one.text));
    const types = pattern === undefined ? undefined : take(one.path, groupTypes(pattern, {}));
    if (pattern === undefined || types === undefined) return [];
    return [
      {
        pattern,
        judge: ruleJudge({
          types,
          by,
          where: undefined,
          when: conditionOf(one.when, types, by, take),
          severity: 1,
        }),
      },
    ];
  });
}

function conditionOf(text: string | undefined, types: GroupTypes, by: readonly string[], take: Take) {
  if (text === undefined) return undefined;
  const scope = conditionScope(ruleNames(types, by));
  return take(["context", "when"], scope.ok ? compileCondition(text, scope.value) : scope);
}
