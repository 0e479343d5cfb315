/** What one run of a probe found. */
export interface ProbeResult {
  readonly ok: boolean;
  /** In words, not redacted: `HTTP 503 in 12 ms, expected 200–299`. */
  readonly reason: string;
  readonly ms: number;
}

/**
 * What is known of what a probe watches. `unknown`: not judged yet in this life of the process; an
 * earlier life may have left an alert firing.
 */
export type ProbeState =
  | { readonly kind: "unknown"; readonly failures: number; readonly successes: number }
  | { readonly kind: "up"; readonly failures: number }
  | { readonly kind: "down"; readonly successes: number };

/**
 * `fire`: it is down since now; `still`: it is down and failed once more; `resolve`: it is up since now,
 * also said once when the first judgement after a start is good.
 */
export type ProbeVerdict =
  | { readonly kind: "fire"; readonly summary: string }
  | { readonly kind: "still"; readonly summary: string }
  | { readonly kind: "resolve"; readonly summary: string }
  | { readonly kind: "none" };

/** How many results of one sort in a row change the state. */
export interface ProbeLimits {
  readonly failures: number;
  readonly successes: number;
}

export const unknownProbe: ProbeState = { kind: "unknown", failures: 0, successes: 0 };

export interface Judgement {
  readonly state: ProbeState;
  readonly verdict: ProbeVerdict;
}

/** The next state, and what to say about it. Pure: a judgement that could not be acted on may be made again. */
export function judgeProbe(state: ProbeState, result: ProbeResult, limits: ProbeLimits): Judgement {
  return result.ok
    ? judgeSuccess(state, result.reason, limits.successes)
    : judgeFailure(state, result.reason, limits.failures);
}

function judgeSuccess(state: ProbeState, summary: string, needed: number): Judgement {
  if (state.kind === "up") return { state: { kind: "up", failures: 0 }, verdict: { kind: "none" } };
  const successes = state.successes + 1;
  if (successes >= needed)
    return { state: { kind: "up", failures: 0 }, verdict: { kind: "resolve", summary } };
  const next: ProbeState =
    state.kind === "down" ? { kind: "down", successes } : { kind: "unknown", failures: 0, successes };
  return { state: next, verdict: { kind: "none" } };
}

function judgeFailure(state: ProbeState, summary: string, needed: number): Judgement {
  if (state.kind === "down")
    return { state: { kind: "down", successes: 0 }, verdict: { kind: "still", summary } };
  const failures = state.failures + 1;
  if (failures >= needed)
    return { state: { kind: "down", successes: 0 }, verdict: { kind: "fire", summary } };
  const next: ProbeState =
    state.kind === "up" ? { kind: "up", failures } : { kind: "unknown", failures, successes: 0 };
  return { state: next, verdict: { kind: "none" } };
}
