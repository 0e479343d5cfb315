import Bottleneck from "bottleneck";
import { Fault } from "#core/domain";

export interface LimiterOptions {
  /** What is limited, for messages. */
  readonly name: string;
  readonly atOnce: number;
  /** Least time between two starts; 0 for none. */
  readonly everyMs?: number;
  /** How many may wait; one more is refused. */
  readonly waiting: number;
}

/** Disposal refuses what waits, and resolves when what runs is over. */
export interface Limiter extends AsyncDisposable {
  /** Runs `work` when its turn comes. @throws Fault `unavailable` at once when the queue is full or the limiter closed. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Bounds how much happens at once, and how fast (bottleneck, without its `expiration`, which leaks slots). */
export function openLimiter(options: LimiterOptions): Limiter {
  const bottleneck = new Bottleneck({
    maxConcurrent: options.atOnce,
    minTime: options.everyMs ?? 0,
    highWater: options.waiting,
    strategy: Bottleneck.strategy.OVERFLOW,
  });
  let stopped: Promise<void> | undefined;
  return {
    run: async (work) => {
      try {
        return await bottleneck.schedule(work);
      } catch (thrown) {
        if (!(thrown instanceof Bottleneck.BottleneckError)) throw thrown;
        const why =
          stopped === undefined
            ? `too much at once: ${options.name} has ${options.waiting} waiting`
            : `${options.name} is closed`;
        throw new Fault("unavailable", why, { cause: thrown });
      }
    },
    [Symbol.asyncDispose]: () => {
      stopped ??= bottleneck.stop({ dropWaitingJobs: true });
      return stopped;
    },
  };
}
