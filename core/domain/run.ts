import { Fault } from "./fault.ts";
import type { Measurement, Receipt } from "./receipt.ts";

/**
 * A run moves only along these states; `verified`, `rolled-back`, `failed` and `aborted` are final.
 * `asking`: after a crash the outcome of `step` is unknown and somebody must say it.
 * A verdict `unknown` ends as `failed` with the reason `unknown`.
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

/** What came of one step. Output is redacted and bounded; `truncated` says that there was more. */
export interface StepOutcome {
  readonly ok: boolean;
  /** One line: `exit 0`, `rotated 3 files`, `200 OK`. */
  readonly summary: string;
  readonly output: string;
  readonly truncated: boolean;
  /** The sandbox level that it ran at; null for what needs none. */
  readonly level: string | null;
}

/** The outcome of what ran no command: it says nothing but its summary. */
export function outcomeWithoutOutput(ok: boolean, summary: string): StepOutcome {
  return { ok, summary, output: "", truncated: false, level: null };
}

/** One try at one step: written before it begins (the intent) and again when it has ended. */
export interface Attempt {
  readonly step: number;
  readonly startedMs: number;
  /** Null while it goes on, and for ever when its process died with it. */
  readonly endedMs: number | null;
  readonly outcome: StepOutcome | null;
  /** Who said after a crash what had become of it, where that could not be probed. */
  readonly saidBy: string | null;
}

/** Somebody wants it to end before its time. */
export interface WantedEnd {
  /** Actor id. */
  readonly by: string;
  readonly reason: string;
}

/** At most one a plan. */
export interface Run {
  /** `run-1` */
  readonly id: string;
  readonly plan: string;
  /** Runbook and target, beside the plan's, for the brakes. */
  readonly runbook: string;
  readonly target: string;
  readonly startedMs: number;
  /** The lease under which it writes. */
  readonly fence: number;
  readonly state: RunState;
  readonly attempts: readonly Attempt[];
  /** What the verification's assertions gave before the first step, and when they were last asked. */
  readonly before: readonly Measurement[];
  readonly after: readonly Measurement[];
  readonly wantedEnd: WantedEnd | null;
  /** Once it has ended. */
  readonly receipt: Receipt | null;
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
