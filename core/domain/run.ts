import { Fault } from "./fault.ts";

/**
 * A run moves only along these states; `verified`, `rolled-back`, `failed` and `aborted` are final.
 * `asking`: after a crash the outcome of `step` is unknown and somebody must say it.
 */
export type RunState =
  | { readonly kind: "pending" }
  | { readonly kind: "running"; readonly step: number }
  | { readonly kind: "asking"; readonly step: number; readonly reason: string }
  | { readonly kind: "verifying"; readonly sinceMs: number }
  | { readonly kind: "verified"; readonly atMs: number }
  | { readonly kind: "rolled-back"; readonly atMs: number }
  | { readonly kind: "failed"; readonly atMs: number; readonly reason: string }
  | { readonly kind: "aborted"; readonly atMs: number; readonly by: string };

/** At most one a plan. */
export interface Run {
  readonly id: string;
  readonly plan: string;
  readonly state: RunState;
}

type RunStateKind = RunState["kind"];

const after: Readonly<Record<RunStateKind, readonly RunStateKind[]>> = {
  pending: ["running", "aborted", "failed"],
  running: ["running", "asking", "verifying", "failed", "rolled-back", "aborted"],
  asking: ["running", "verifying", "failed", "rolled-back", "aborted"],
  verifying: ["verified", "failed", "rolled-back", "aborted"],
  verified: [],
  "rolled-back": [],
  failed: [],
  aborted: [],
};

/** @throws Fault `conflict` when a run cannot go from `from` to `to`; steps never go backwards. */
export function nextRunState(from: RunState, to: RunState): RunState {
  const allowed = after[from.kind].includes(to.kind);
  const forwards = !("step" in from && "step" in to) || to.step >= from.step;
  if (allowed && forwards) return to;
  throw new Fault("conflict", `a run that is ${describe(from)} cannot become ${describe(to)}`);
}

export function isRunFinal(state: RunState): boolean {
  return after[state.kind].length === 0;
}

function describe(state: RunState): string {
  return "step" in state ? `${state.kind} at step ${state.step}` : state.kind;
}
