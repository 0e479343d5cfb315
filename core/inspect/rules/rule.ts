import type { Labels, LogRecord, RuleHead, Severity } from "#core/domain";
import type { Literals } from "#core/expr";
import type { WindowRule } from "../windows.ts";

/** Texts of a pattern's named groups; undefined for a group that took no part in the match. */
export type Groups = Readonly<Record<string, string | undefined>>;

/** What a rule says of a line that its pattern matched. */
export type RuleJudgement =
  | { readonly kind: "hit"; readonly severity: Severity }
  /** `where` or `when` is not so, or could not be answered for this line. */
  | { readonly kind: "miss" }
  /** A group's text is not of the group's type: `when` counts as not so. */
  | { readonly kind: "unconverted" };

/** What a rule may ask of a line. */
export interface JudgedLine {
  readonly record: LogRecord;
  /** What the operator says of its source. */
  readonly labels: Labels;
}

/** A rule, compiled. Pure and without state, so that an engine may use it anywhere. */
export interface Rule extends RuleHead, WindowRule {
  /** Names whose values make one alert each: named groups, fixed fields of the record, or its own fields. */
  readonly by: readonly string[];
  readonly resolveAfterMs: number;
  /** 0 for the rule itself; other lines that it looks for count from 1 on. */
  readonly leg: number;
  /** The other lines that it looks for, as rules with its name: no hit of theirs fires. */
  readonly earlier: readonly Rule[];
  /** Of which each line that matches holds at least one, whatever the case of its letters; undefined where there are none. */
  readonly literals: Literals;
  /** Whether its pattern ignores case anywhere. */
  readonly ignoresCase: boolean;
  /** A text that is enough for a match without groups, and without which there is none. */
  readonly whole: string | undefined;
  readonly match: (text: string) => Groups | undefined;
  /** The line's record is only asked for where a condition needs it. */
  readonly judge: (groups: Groups, line: JudgedLine) => RuleJudgement;
  /** The alert's text, of values that are fit to be seen. */
  readonly render: (values: Readonly<Record<string, unknown>>) => string;
}

/**
 * The rules with the other lines that they look for: what an engine judges by. A rule comes before those, and a later one of
 * them before an earlier one, so that no line is taken for one that came before it.
 */
export function withEarlier(rules: readonly Rule[]): readonly Rule[] {
  return rules.flatMap((rule) => [rule, ...rule.earlier]);
}
