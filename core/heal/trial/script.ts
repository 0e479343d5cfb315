import type { FileFault, Severity } from "#core/domain";

/** What a file of runbook tests says, line by line. */

/** What the world answers: told by the words after `->`. */
export type Answer =
  /** `20`, `"22\t."`: what a command writes, a status, a body, a metric's value. */
  | { readonly kind: "value"; readonly value: number | string }
  /** `exit 1 "no space left"`: of a command. */
  | { readonly kind: "exit"; readonly exit: number; readonly output: string }
  /** `fails "connection refused"`: it cannot be had. */
  | { readonly kind: "fails"; readonly why: string };

/** One answer, and since when it is given: `afterMs` counts from the end of the last step; null from the beginning. */
export interface TimedAnswer {
  readonly answer: Answer;
  readonly afterMs: number | null;
}

export type AskedKind = "exec" | "http" | "metric";

export type Statement =
  | {
      readonly kind: "event";
      readonly event: string;
      readonly severity: Severity;
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "answers";
      readonly of: AskedKind;
      readonly asked: string;
      readonly answers: readonly TimedAnswer[];
    }
  | { readonly kind: "plan"; readonly runbook: string }
  | { readonly kind: "approved"; readonly votes: number | null }
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "expect"; readonly what: Expected };

export type Expected =
  | { readonly kind: "no-plan"; readonly why: string }
  | { readonly kind: "step"; readonly number: number; readonly words: string }
  | { readonly kind: "approvals"; readonly needed: number; readonly group: string | null }
  | { readonly kind: "ends"; readonly as: EndWord; readonly why: string }
  | { readonly kind: "within"; readonly ms: number };

/** How a plan or its run stands: `held` waits for a brake, `refused` never runs. */
export const endWords = ["healed", "not healed", "unknown", "held", "refused", "expired", "waiting"] as const;
export type EndWord = (typeof endWords)[number];

export interface Line {
  readonly statement: Statement;
  readonly place: (message: string) => FileFault;
}

/** One test: its lines are done in order. */
export interface Trial {
  readonly name: string;
  readonly place: (message: string) => FileFault;
  readonly lines: readonly Line[];
}

/** A file of tests, and the files of runbooks that it is about, as it names them. */
export interface TrialFile {
  readonly runbooks: readonly { readonly path: string; readonly place: (message: string) => FileFault }[];
  readonly trials: readonly Trial[];
}
