import type { Assertion, Measurement, PlanContent, PlanStep, StepOutcome } from "#core/domain";
import type { Afterwards, Doing, Hands } from "#core/heal";
import type { Clock } from "#core/runtime";

export interface ToldHands extends Hands {
  /** What was done and asked, in order: `act echo tidy`, `measure check`. */
  readonly done: string[];
  /** What acting gives; waits for it where it is a promise. */
  acting: (step: PlanStep, doing: Doing) => StepOutcome | Promise<StepOutcome>;
  /** What an assertion's value is now; null where it cannot be had. */
  holding: (assertion: Assertion) => boolean | null;
  found: Afterwards;
  trouble: string | undefined;
}

export const fine: StepOutcome = { ok: true, summary: "exit 0", output: "", truncated: false, level: "full" };

/** Hands that do as a test tells them, and write it down. */
export function toldHands(clock: Clock): ToldHands {
  const done: string[] = [];
  const hands: ToldHands = {
    done,
    acting: () => fine,
    holding: () => true,
    found: "unknown",
    trouble: undefined,
    troubleWith: (_content: PlanContent) => hands.trouble,
    act: async (step, doing) => {
      done.push(`act ${step.kind === "exec" ? step.command : step.action}`);
      return hands.acting(step, doing);
    },
    measure: async (assertion) => {
      const holds = hands.holding(assertion);
      return measurement(holds, clock.nowMs());
    },
    afterwards: async () => hands.found,
  };
  return hands;
}

function measurement(holds: boolean | null, atMs: number): Measurement {
  const value = holds === null ? null : holds ? 200 : 503;
  return { name: "healthz", value, holds, trouble: holds === null ? "connection refused" : null, atMs };
}
