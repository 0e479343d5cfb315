import { type Clock, systemClock } from "./clock.ts";

export interface HandClock extends Clock {
  /** Moves time on by `ms`; each sleep that ends on the way resumes, and what it wakes runs, in order of time. */
  wind(ms: number): Promise<void>;
  /** Wall time alone jumps, as when somebody sets it. */
  jump(ms: number): void;
  /** How many sleeps and deadlines are pending. */
  readonly pending: number;
}

interface Alarm {
  readonly atMs: number;
  readonly ring: () => void;
}

/** A clock that stands still until it is wound. Both of its times move together, but for jumps. */
export function handClock(startMs: number = Date.UTC(2026, 0, 1)): HandClock {
  let now = startMs;
  let jumpedMs = 0;
  const alarms = new Set<Alarm>();

  const clock: HandClock = {
    nowMs: () => now + jumpedMs,
    monotonicMs: () => now - startMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const alarm: Alarm = { atMs: now + Math.max(0, ms), ring: done };
        function done(): void {
          alarms.delete(alarm);
          signal?.removeEventListener("abort", done);
          resolve();
        }
        alarms.add(alarm);
        signal?.addEventListener("abort", done, { once: true });
      }),
    breathe: () => systemClock.breathe(),
    deadline: (ms) => {
      const controller = new AbortController();
      const alarm: Alarm = {
        atMs: now + ms,
        ring: () => {
          alarms.delete(alarm);
          controller.abort(new DOMException("deadline", "TimeoutError"));
        },
      };
      alarms.add(alarm);
      return controller.signal;
    },
    wind: async (ms) => {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = [...alarms].toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined || next.atMs > end) break;
        now = Math.max(now, next.atMs);
        next.ring();
        await settle();
      }
      now = end;
      await settle();
    },
    jump: (ms) => {
      jumpedMs += ms;
    },
    get pending() {
      return alarms.size;
    },
  };
  return clock;
}

/** Lets everything that is ready run: promises, and I/O callbacks that are due. */
async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await systemClock.breathe();
  }
}
