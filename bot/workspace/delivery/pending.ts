import type { Clock } from "#core/runtime";
import { type Carrying, ackMs, type Outcome } from "./carrier.ts";

/** Envelopes that were sent and not yet answered. An answer counts only on the socket that brought the envelope. */
export interface Pending {
  /** Resolves when the answer came, or after three seconds. */
  wait(id: string, socket: number, carrying: Carrying): Promise<Outcome>;
  /** False for an answer that nobody waits for. */
  answer(id: string, socket: number, payload: unknown): boolean;
  /** Nothing will come any more: whoever waits has waited long enough. */
  close(): void;
}

interface Waiting {
  readonly socket: number;
  readonly sentMs: number;
  readonly carrying: Carrying;
  readonly answered: AbortController;
  answer: unknown;
  late: boolean;
}

const mostKept = 1_000;

export function openPending(clock: Clock): Pending {
  const waiting = new Map<string, Waiting>();
  return {
    wait: async (id, socket, carrying) => {
      const answered = new AbortController();
      const sentMs = clock.monotonicMs();
      const one: Waiting = { socket, sentMs, carrying, answered, answer: undefined, late: false };
      waiting.set(id, one);
      const [oldest] = waiting.keys();
      if (waiting.size > mostKept && oldest !== undefined) waiting.delete(oldest);
      await clock.sleep(ackMs, answered.signal);
      if (!answered.signal.aborted) {
        // Kept, for an answer that comes late is worth a line in the log.
        one.late = true;
        return { kind: "timeout" };
      }
      waiting.delete(id);
      if (one.late) return { kind: "timeout" };
      const answer = carrying.outgoing.takesAnswer ? one.answer : undefined;
      return { kind: "acked", ackMs: clock.monotonicMs() - sentMs, answer };
    },
    answer: (id, socket, payload) => {
      const one = waiting.get(id);
      if (one === undefined || one.socket !== socket || one.answered.signal.aborted) return false;
      if (one.late) {
        waiting.delete(id);
        one.carrying.onLate(clock.monotonicMs() - one.sentMs);
        return true;
      }
      one.answer = payload;
      one.answered.abort();
      return true;
    },
    close: () => {
      for (const one of waiting.values()) {
        one.late = true;
        one.answered.abort();
      }
    },
  };
}
