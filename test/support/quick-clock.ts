import { type Clock, systemClock } from "#core/runtime";

export interface QuickClock extends Clock {
  /** Both of its times go on by `ms` at once; what sleeps sleeps on. */
  skip(ms: number): void;
}

/** Real time, `times` as fast: what waits a minute by it waits a second at 60. For parts that need real sockets. */
export function quickClock(times: number): QuickClock {
  const startMs = systemClock.nowMs();
  const begunMs = systemClock.monotonicMs();
  let skippedMs = 0;
  const monotonicMs = (): number => (systemClock.monotonicMs() - begunMs) * times + skippedMs;
  return {
    nowMs: () => Math.floor(startMs + monotonicMs()),
    monotonicMs,
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
    breathe: () => systemClock.breathe(),
    deadline: (ms) => systemClock.deadline(ms / times),
    skip: (ms) => {
      skippedMs += ms;
    },
  };
}
