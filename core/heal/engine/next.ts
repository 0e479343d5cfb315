import type { Attempt, Plan, Run, StepOutcome } from "#core/domain";

/** What a run has to do next, told from its journal alone: so it is the same after a crash as without one. */
export type Next =
  /** Before the first step. */
  | { readonly kind: "look" }
  | { readonly kind: "act"; readonly step: number }
  /** Its process died in the midst of it. */
  | { readonly kind: "find-out"; readonly attempt: Attempt }
  | { readonly kind: "verify" }
  | { readonly kind: "fail"; readonly step: number; readonly outcome: StepOutcome }
  /** People must say something first, or it is over. */
  | { readonly kind: "rest" };

export function nextOf({ content }: Plan, { state, attempts, before }: Run): Next {
  switch (state.kind) {
    case "pending":
      return before.length < content.verify.assertions.length
        ? { kind: "look" }
        : act(0, content.steps.length);
    case "running":
      return afterAttempt(attempts.at(-1), content.steps.length);
    case "verifying":
      return { kind: "verify" };
    case "asking":
    case "verified":
    case "rolled-back":
    case "failed":
    case "aborted":
      return { kind: "rest" };
  }
}

function afterAttempt(attempt: Attempt | undefined, steps: number): Next {
  if (attempt === undefined) return act(0, steps);
  if (attempt.endedMs === null) return { kind: "find-out", attempt };
  // Without an outcome it has ended all the same: somebody, or a probe, said that it is to be done again.
  if (attempt.outcome === null) return { kind: "act", step: attempt.step };
  if (!attempt.outcome.ok) return { kind: "fail", step: attempt.step, outcome: attempt.outcome };
  return act(attempt.step + 1, steps);
}

function act(step: number, steps: number): Next {
  return step < steps ? { kind: "act", step } : { kind: "verify" };
}
