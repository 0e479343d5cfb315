/** Where all time in Fettle comes from, so that tests can wind it by hand. */
export interface Clock {
  /** Wall time in ms since the epoch; may jump. */
  nowMs(): number;
  /** Monotonic ms since some start, with fractions; for measuring. */
  monotonicMs(): number;
  /**
   * Resolves after `ms`, or at once when `signal` is or becomes aborted; it never rejects: whoever
   * passes a signal looks at it afterwards.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Lets I/O and timers that are due have their turn, in the midst of long work. */
  breathe(): Promise<void>;
  /** A signal that aborts after `ms` (at most 24 days), for deadlines of calls that take one. */
  deadline(ms: number): AbortSignal;
}

/** Node's timers hold no more (24.8 days), and ring at once when asked for more. */
const maxTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const endMs = performance.now() + ms;
      let timer = setTimeout(next, Math.min(ms, maxTimerMs));
      function next(): void {
        const leftMs = endMs - performance.now();
        if (leftMs < 1) done();
        else timer = setTimeout(next, Math.min(leftMs, maxTimerMs));
      }
      function done(): void {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      }
      signal?.addEventListener("abort", done, { once: true });
    }),
  breathe: () =>
    new Promise((resolve) => {
      setImmediate(resolve);
    }),
  deadline: (ms) => AbortSignal.timeout(Math.min(Math.max(0, Math.ceil(ms)), maxTimerMs)),
};
