import { isFault } from "#core/domain";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";

export interface LoopOptions {
  readonly name: string;
  readonly everyMs: number;
  /** The pace after a tick that failed; `everyMs` unless it is told. */
  readonly retryMs?: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Does one tick's work; `signal` aborts when the loop is disposed. */
  readonly tick: (signal: AbortSignal) => Promise<void>;
}

export interface Loop extends AsyncDisposable {
  /** Asks for a tick now instead of at the end of the wait. Many asks make one tick. */
  wake(): void;
}

/**
 * Runs `tick` again and again, never two at once, with at least `everyMs` between two starts unless it
 * is woken; a tick that ends in a Fault is logged and still waits its pace, woken or not. A bug is not
 * caught: it ends the loop and surfaces as an unhandled rejection, on which the process ends. Disposal
 * aborts the tick's signal and resolves when the tick is over. The first tick starts at once, but not before
 * `openLoop` has returned.
 */
export function openLoop(options: LoopOptions): Loop {
  const { clock, log } = options;
  const stop = new AbortController();
  let nap = new AbortController();
  let woken = false;
  let failing = false;

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      woken = false;
      const startedMs = clock.monotonicMs();
      const failed = await tickOnce();
      const restMs = Math.max(0, options.everyMs - (clock.monotonicMs() - startedMs));
      if (failed) await clock.sleep(options.retryMs ?? options.everyMs, stop.signal);
      else if (!woken) await napFor(restMs);
    }
  }

  async function tickOnce(): Promise<boolean> {
    try {
      await options.tick(stop.signal);
      if (failing) log.info("ticks succeed again", { loop: options.name });
      failing = false;
      return false;
    } catch (thrown) {
      const ended = stop.signal.aborted && thrown instanceof Error && thrown.name === "AbortError";
      if (!isFault(thrown) && !ended) throw thrown;
      if (stop.signal.aborted) log.debug("a tick was ended", { loop: options.name, thrown });
      // Once: what fails for an hour should not write a line a second.
      else if (!failing) log.warn("a tick failed; it is tried again", { loop: options.name, thrown });
      failing = true;
      return true;
    }
  }

  async function napFor(ms: number): Promise<void> {
    nap = new AbortController();
    if (stop.signal.aborted) return;
    await clock.sleep(ms, nap.signal);
  }

  const ended = Promise.resolve().then(run);
  return {
    wake: () => {
      woken = true;
      nap.abort();
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      nap.abort();
      await ended;
    },
  };
}
