import type { Comparison } from "#core/domain";

/** What the grammar gives. `at` counts characters from the beginning of the block. */

export interface Text {
  readonly at: number;
  readonly value: string;
}

export interface DurationText {
  readonly kind: "duration";
  readonly at: number;
  readonly text: string;
}

export type GrantNode =
  | { readonly kind: "read" | "write"; readonly path: Text }
  | { readonly kind: "net"; readonly path: null };

export interface ExpectationNode {
  readonly comparison: Comparison;
  readonly value: number | string;
}

export type QuestionNode =
  | {
      readonly kind: "exec";
      readonly at: number;
      readonly command: Text;
      readonly grants: readonly GrantNode[];
      readonly timeout: DurationText | null;
      readonly parse: Text | null;
      readonly expect: ExpectationNode | null;
    }
  | {
      readonly kind: "http";
      readonly at: number;
      readonly url: Text;
      readonly part: "status" | "body";
      readonly expect: ExpectationNode;
    }
  | { readonly kind: "metric"; readonly at: number; readonly query: Text; readonly expect: ExpectationNode };

export type ValueNode =
  | DurationText
  | { readonly kind: "number"; readonly value: number }
  | ({ readonly kind: "string" } & Text)
  | { readonly kind: "boolean"; readonly value: boolean };

export interface ArgumentNode {
  readonly name: string | null;
  readonly at: number;
  readonly value: ValueNode;
}

export type StepNode =
  | {
      readonly kind: "exec";
      readonly at: number;
      readonly command: Text;
      readonly grants: readonly GrantNode[];
      readonly timeout: DurationText | null;
    }
  | {
      readonly kind: "call";
      readonly at: number;
      readonly name: string;
      readonly args: readonly ArgumentNode[];
    };

export type ClauseNode =
  | {
      readonly kind: "on";
      readonly at: number;
      readonly event: string;
      readonly where: { readonly at: number; readonly text: string } | null;
    }
  | { readonly kind: "check"; readonly question: QuestionNode }
  | {
      readonly kind: "approve";
      readonly at: number;
      readonly count: number;
      readonly group: string | null;
      readonly within: DurationText | null;
    }
  | { readonly kind: "then"; readonly at: number; readonly steps: readonly StepNode[] }
  | { readonly kind: "rollback"; readonly at: number; readonly steps: readonly StepNode[] }
  | { readonly kind: "waves"; readonly at: number; readonly text: string }
  | {
      readonly kind: "verify";
      readonly at: number;
      readonly within: DurationText;
      readonly every: DurationText | null;
      readonly hold: DurationText | null;
      readonly questions: readonly QuestionNode[];
    }
  | { readonly kind: "cooldown"; readonly at: number; readonly time: DurationText }
  | { readonly kind: "limit"; readonly at: number; readonly count: number; readonly time: DurationText };

export type Clause<Kind extends ClauseNode["kind"]> = Extract<ClauseNode, { readonly kind: Kind }>;

export interface RunbookNode {
  /** `short`: `on event … { question then […] }`. */
  readonly form: "short" | "full";
  readonly name: string | null;
  readonly at: number;
  readonly clauses: readonly ClauseNode[];
}

/** The first clause of a kind. */
export function clauseOf<Kind extends ClauseNode["kind"]>(
  { clauses }: RunbookNode,
  kind: Kind,
): Clause<Kind> | undefined {
  return clauses.find((clause): clause is Clause<Kind> => clause.kind === kind);
}
