import type { Approval } from "./approval.ts";
import type { Assertion } from "./assertion.ts";
import { Fault } from "./fault.ts";
import type { Grant } from "./grant.ts";
import type { Measurement } from "./receipt.ts";

/** One thing that a plan does, rendered: nothing in it is filled in later. */
export type PlanStep =
  | {
      readonly kind: "exec";
      /** For `sh -c`, in the sandbox. */
      readonly command: string;
      readonly grants: readonly Grant[];
      /** Then the whole process tree is killed. */
      readonly deadlineMs: number;
    }
  | {
      readonly kind: "action";
      /** `rotate_logs` */
      readonly action: string;
      readonly arguments: Readonly<Record<string, string | number | boolean>>;
      readonly deadlineMs: number;
    };

/** How a run proves that it helped: all assertions hold, together and for `holdMs`, before `withinMs` are over. */
export interface Verification {
  readonly withinMs: number;
  readonly everyMs: number;
  readonly holdMs: number;
  readonly assertions: readonly Assertion[];
}

/** What holds automation back; null: not said. Counted per runbook and target. */
export interface Brakes {
  /** From the end of one run to the start of the next. */
  readonly cooldownMs: number | null;
  readonly limit: { readonly count: number; readonly perMs: number } | null;
}

/**
 * All that people approve: what of it changes, changes the hash. Read again when it runs, and compared.
 * Times and measured values stay out.
 */
export interface PlanContent {
  /** Name of the runbook that it was rendered from. */
  readonly runbook: string;
  /** Where it acts. A moved address is another target. */
  readonly target: { readonly name: string; readonly address: string };
  /** Must hold when it starts; null where the runbook asks nothing. */
  readonly check: Assertion | null;
  readonly steps: readonly PlanStep[];
  readonly verify: Verification;
  readonly brakes: Brakes;
  /** `group`: who may vote, where the runbook says so; policies decide beside it. */
  readonly approvals: { readonly needed: number; readonly group: string | null; readonly withinMs: number };
}

/** What the plan is for. */
export type PlanSubject =
  | { readonly kind: "incident"; readonly id: string }
  | { readonly kind: "request"; readonly by: string };

/**
 * `approved`: enough votes, its run is about to be made, or held up. `spent`: by the one run that it allows.
 * `refused`: what would have run was no longer what was approved. Every state but `proposed` and `approved`
 * is final.
 */
export type PlanState =
  | { readonly kind: "proposed" }
  /** `heldUp`: why it does not run yet, in words; it starts by itself when that is over, before it expires. */
  | { readonly kind: "approved"; readonly atMs: number; readonly heldUp: string | null }
  | { readonly kind: "denied"; readonly by: string; readonly reason: string; readonly atMs: number }
  | { readonly kind: "expired"; readonly atMs: number }
  | { readonly kind: "superseded"; readonly by: string; readonly atMs: number }
  | {
      readonly kind: "refused";
      readonly reason: string;
      readonly drift: readonly Drift[];
      readonly atMs: number;
    }
  | { readonly kind: "spent"; readonly run: string; readonly atMs: number };

/** One field that is not what was approved: `steps[0].command`. Values as they are shown, redacted. */
export interface Drift {
  readonly path: string;
  readonly approved: string;
  readonly now: string;
}

export interface Plan {
  /** `plan-1` */
  readonly id: string;
  /** SHA-256 over the content's canonical form, as hex. */
  readonly hash: string;
  readonly content: PlanContent;
  readonly subject: PlanSubject;
  /** Actor id of whoever typed or edited what will run; the runbook's where it was rendered unchanged. */
  readonly proposer: string;
  /** Votes that counted, in order. */
  readonly votes: readonly Approval[];
  readonly createdMs: number;
  readonly expiresMs: number;
  /** What the check gave when the plan was made; null where there is none. */
  readonly before: Measurement | null;
  readonly state: PlanState;
}

type PlanStateKind = PlanState["kind"];

const after: Readonly<Record<PlanStateKind, readonly PlanStateKind[]>> = {
  proposed: ["approved", "denied", "expired", "superseded", "refused"],
  approved: ["approved", "denied", "expired", "superseded", "refused", "spent"],
  denied: [],
  expired: [],
  superseded: [],
  refused: [],
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
