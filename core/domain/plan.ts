import { Fault } from "./fault.ts";

/** What a step may touch beyond its own empty room. */
export interface Grant {
  readonly kind: "read" | "write" | "net";
  /** Absolute path; for `net` the address and port. */
  readonly to: string;
}

/** One thing that a plan does, rendered: nothing in it is filled in later. */
export type PlanStep =
  | {
      readonly kind: "exec";
      readonly target: string;
      readonly command: string;
      readonly grants: readonly Grant[];
    }
  | {
      readonly kind: "action";
      readonly target: string;
      readonly action: string;
      readonly arguments: Readonly<Record<string, string | number | boolean>>;
    }
  | { readonly kind: "file"; readonly target: string; readonly path: string; readonly diff: string };

/** What the plan is for. */
export type PlanSubject =
  | { readonly kind: "incident"; readonly id: string }
  | { readonly kind: "request"; readonly by: string }
  | { readonly kind: "configuration"; readonly file: string };

/** `approved` is spent by the one run it allows; every state but `proposed` and `approved` is final. */
export type PlanState =
  | { readonly kind: "proposed" }
  | { readonly kind: "approved"; readonly atMs: number }
  | { readonly kind: "denied"; readonly by: string; readonly reason: string; readonly atMs: number }
  | { readonly kind: "expired"; readonly atMs: number }
  | { readonly kind: "superseded"; readonly by: string; readonly atMs: number }
  | { readonly kind: "spent"; readonly run: string; readonly atMs: number };

export interface Plan {
  readonly id: string;
  /** Over commands, order, targets and addresses, grants, limits, verify and rollback; times and measured values stay out. */
  readonly hash: string;
  readonly subject: PlanSubject;
  readonly steps: readonly PlanStep[];
  /** Actor id of whoever typed or edited what will run; the rule's where a runbook was rendered unchanged. */
  readonly proposer: string;
  readonly approvalsNeeded: number;
  readonly expiresMs: number;
  readonly state: PlanState;
}

type PlanStateKind = PlanState["kind"];

const after: Readonly<Record<PlanStateKind, readonly PlanStateKind[]>> = {
  proposed: ["approved", "denied", "expired", "superseded"],
  approved: ["denied", "expired", "superseded", "spent"],
  denied: [],
  expired: [],
  superseded: [],
  spent: [],
};

/** @throws Fault `conflict` when a plan cannot go from `from` to `to`. */
export function nextPlanState(from: PlanState, to: PlanState): PlanState {
  if (after[from.kind].includes(to.kind)) return to;
  throw new Fault("conflict", `a plan that is ${from.kind} cannot become ${to.kind}`);
}

export function isPlanFinal(state: PlanState): boolean {
  return after[state.kind].length === 0;
}
