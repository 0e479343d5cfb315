import { Fault } from "#core/domain";

export type Phase = "INIT" | "RUNNING" | "RELOADING" | "SHUTDOWN";

const after: Readonly<Record<Phase, readonly Phase[]>> = {
  INIT: ["RUNNING", "SHUTDOWN"],
  RUNNING: ["RELOADING", "SHUTDOWN"],
  RELOADING: ["RUNNING", "SHUTDOWN"],
  SHUTDOWN: [],
};

/** Where the process is in its life. Everything that must not happen too early or too late asks here. */
export interface Lifecycle {
  readonly phase: Phase;
  /** @throws Fault `conflict` when the phase cannot follow the present one. */
  enter(phase: Phase): void;
  /** Aborts when SHUTDOWN begins. */
  readonly ending: AbortSignal;
}

export function openLifecycle(): Lifecycle {
  const ending = new AbortController();
  let phase: Phase = "INIT";
  return {
    get phase() {
      return phase;
    },
    enter: (next) => {
      if (!after[phase].includes(next)) throw new Fault("conflict", `cannot go from ${phase} to ${next}`);
      phase = next;
      if (next === "SHUTDOWN") ending.abort();
    },
    ending: ending.signal,
  };
}
