import Bottleneck from "bottleneck";
import { Fault } from "#core/domain";

export interface LimiterOptions {
  /** What is limited, for messages. */
  readonly name: string;
  readonly atOnce: number;
  /** Least time between two starts; 0 for none. */
  readonly everyMs?: number;
  /** How many may start within a minute in the long run, and how many at once after a pause. */
  readonly rate?: { readonly perMinute: number; readonly burst: number };
  /** How many may wait; one more is refused. */
  readonly waiting: number;
}

/** Who goes first among those who wait: a person's click before an alert, an alert before a summary. */
export type Priority = "interactive" | "approval" | "alert" | "summary";

/** Disposal refuses what waits, and resolves when what runs is over. */
export interface Limiter extends AsyncDisposable {
  /** Runs `work` when its turn comes. @throws Fault `unavailable` at once when the queue is full or the limiter closed. */
  run<T>(work: () => Promise<T>, priority?: Priority): Promise<T>;
  /** How many wait for their turn. */
  readonly waiting: number;
}

/** Bottleneck's own scale: 0 is first, 9 last. */
const places: Readonly<Record<Priority, number>> = { interactive: 1, approval: 3, alert: 5, summary: 7 };
/** Bottleneck looks at its bucket four times a second, and adds once each time. */
const mostDripsPerMinute = 240;

/** Bounds how much happens at once, and how fast (bottleneck, without its `expiration`, which leaks slots). */
export function openLimiter(options: LimiterOptions): Limiter {
  const bottleneck = new Bottleneck({
    maxConcurrent: options.atOnce,
    minTime: options.everyMs ?? 0,
    highWater: options.waiting,
    strategy: Bottleneck.strategy.OVERFLOW,
    ...bucket(options.rate),
  });
  let stopped: Promise<void> | undefined;
  return {
    run: async (work, priority = "alert") => {
      try {
        return await bottleneck.schedule({ priority: places[priority] }, work);
      } catch (thrown) {
        if (!(thrown instanceof Bottleneck.BottleneckError)) throw thrown;
        const why =
          stopped === undefined
            ? `too much at once: ${options.name} has ${options.waiting} waiting`
            : `${options.name} is closed`;
        throw new Fault("unavailable", why, { cause: thrown });
      }
    },
    get waiting() {
      return bottleneck.queued();
    },
    [Symbol.asyncDispose]: () => {
      stopped ??= bottleneck.stop({ dropWaitingJobs: true }).then(() => bottleneck.disconnect());
      return stopped;
    },
  };
}

/** A bucket of `burst` that is refilled at an even pace. */
function bucket(rate: LimiterOptions["rate"]): Bottleneck.ConstructorOptions {
  if (rate === undefined) return {};
  const drip = Math.max(1, Math.ceil(rate.perMinute / mostDripsPerMinute));
  return {
    reservoir: rate.burst,
    reservoirIncreaseAmount: drip,
    reservoirIncreaseMaximum: rate.burst,
    reservoirIncreaseInterval: Math.ceil((60_000 * drip) / rate.perMinute),
  };
}
