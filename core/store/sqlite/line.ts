import { Fault } from "#core/domain";
import type { Clock } from "#core/runtime";

/** A line of those who wait for a thing: first come, first served. */
export interface Line<T> {
  /** @throws Fault `timeout` after `longestWaitMs`, `unavailable` when too many wait already. */
  wait(): Promise<T>;
  /** Hands the thing to the first in line; false when nobody waits. */
  serve(thing: T): boolean;
}

/** Longer than any sound line of transactions; what waits longer waits for itself (a write inside a write). */
export const longestWaitMs = 10_000;
const maxWaiting = 10_000;

export function waitingLine<T>(clock: Clock): Line<T> {
  const waiting = new Set<(thing: T) => void>();

  return {
    async wait() {
      if (waiting.size >= maxWaiting) {
        throw new Fault("unavailable", `${maxWaiting} transactions wait for the store: try again later`);
      }
      const served = Promise.withResolvers<T>();
      const over = new AbortController();
      waiting.add(served.resolve);
      void giveUp();
      try {
        return await served.promise;
      } finally {
        over.abort();
      }

      async function giveUp(): Promise<void> {
        await clock.sleep(longestWaitMs, over.signal);
        if (!waiting.delete(served.resolve)) return;
        const text = `waited ${longestWaitMs / 1000} s for the store: a transaction before this one does not end; a store must not be used inside its own write`;
        served.reject(new Fault("timeout", text));
      }
    },
    serve(thing) {
      const [next] = waiting;
      if (next === undefined) return false;
      waiting.delete(next);
      next(thing);
      return true;
    },
  };
}
