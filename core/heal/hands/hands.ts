import type { Assertion, Measurement, PlanContent, PlanStep, StepOutcome } from "#core/domain";

/** What can be known of a step whose process died with it: done, not done, fit to be done again, or ask people. */
export type Afterwards = "done" | "not-done" | "again" | "unknown";

/** Where a step is done, and until when. */
export interface Doing {
  /** Aborts when the run is to end at once: everything that the step started is killed. */
  readonly signal: AbortSignal;
  /** Whom an execution is written down for: `run-3 step 1`. */
  readonly what: string;
}

/**
 * What touches the world for a run. Guarantees: each call ends by the step's deadline, or soon after its signal
 * aborts, and leaves no process behind; whatever comes back is redacted and bounded.
 */
export interface Hands {
  /** Why this cannot be done here as things are, and what to do about it; undefined where it can. */
  troubleWith(content: PlanContent): string | undefined;
  /** Does one step. What cannot be done is an outcome that is not ok, or a Fault. */
  act(step: PlanStep, doing: Doing): Promise<StepOutcome>;
  /** Asks one question; what goes wrong with it stands in the measurement. */
  measure(assertion: Assertion, doing: Doing): Promise<Measurement>;
  /** After a crash: what became of a step that was begun at `startedMs`. */
  afterwards(step: PlanStep, startedMs: number): Promise<Afterwards>;
}
