import { Fault } from "#core/domain";
import { type Clock, type Limiter, openLimiter, type Priority } from "#core/runtime";
import { channelRate, type Method, rateOf } from "./tiers.ts";

/** One call that wants its turn. */
interface Turn {
  readonly method: Method;
  readonly channel: string | undefined;
  readonly priority: Priority;
  /** By the monotonic clock: by then it must have begun. */
  readonly endMs: number;
}

/** One lane a method, and for posts one a channel before it. */
export interface Lanes extends AsyncDisposable {
  /**
   * Runs `work` in its turn; `pause` holds up what comes after it in the same lane. Faults: `timeout` when its turn
   * does not come in time, `unavailable` at once when too many wait already, and after disposal.
   */
  run<T>(turn: Turn, work: (pause: (ms: number) => void) => Promise<T>): Promise<T>;
}

/** More than this would not come in time anyway. */
const waitingMost = 60;
const atOnce = 8;
const mostLanes = 200;

export function openLanes(clock: Clock, ending: AbortSignal): Lanes {
  const lanes = new Map<string, Limiter>();
  const leaving = new Set<Promise<void>>();
  const pausedUntilMs = new Map<string, number>();

  function lane(name: string, channel: string | undefined, rate: ReturnType<typeof rateOf>): Limiter {
    const known = lanes.get(name);
    if (known !== undefined) return known;
    if (lanes.size >= mostLanes) forgetIdle();
    const made = openLimiter({
      name,
      atOnce: channel === undefined ? atOnce : 1,
      waiting: waitingMost,
      rate,
    });
    lanes.set(name, made);
    return made;
  }

  /** Lanes of channels that nobody waits in: what still runs in one ends all the same. */
  function forgetIdle(): void {
    for (const [name, one] of lanes) {
      if (!name.includes(":") || one.waiting > 0) continue;
      lanes.delete(name);
      pausedUntilMs.delete(name);
      // Its bucket has a timer, which ends with it.
      const closing = close(one).finally(() => leaving.delete(closing));
      leaving.add(closing);
    }
  }

  return {
    run: async ({ method, channel, priority, endMs }, work) => {
      const name = channel === undefined ? method : `${method}:${channel}`;
      let begun = false;
      const inTurn = async () => {
        const pausedMs = (pausedUntilMs.get(name) ?? 0) - clock.monotonicMs();
        const leftMs = endMs - clock.monotonicMs();
        if (leftMs <= 0) throw tooLate(method);
        if (pausedMs > 0) await clock.sleep(Math.min(pausedMs, leftMs), ending);
        // Whoever wanted it has given up meanwhile, and may have begun anew.
        if (clock.monotonicMs() >= endMs) throw tooLate(method);
        begun = true;
        return work((ms) => pausedUntilMs.set(name, clock.monotonicMs() + ms));
      };
      const byMethod = () => lane(method, undefined, rateOf(method)).run(inTurn, priority);
      const running =
        channel === undefined ? byMethod() : lane(name, channel, channelRate).run(byMethod, priority);
      const late = await isLate(running, clock, endMs);
      // What has begun may have been done: only its own answer tells.
      if (!late || begun) return running;
      running.catch(() => undefined);
      throw tooLate(method);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...leaving, ...[...lanes.values()].map((one) => one[Symbol.asyncDispose]())]);
    },
  };
}

async function close(one: Limiter): Promise<void> {
  await one[Symbol.asyncDispose]();
}

function tooLate(method: Method): Fault {
  return new Fault(
    "timeout",
    `the turn of ${method} did not come in time: too much is asked of Slack at once`,
  );
}

async function isLate(running: Promise<unknown>, clock: Clock, endMs: number): Promise<boolean> {
  const over = new AbortController();
  const ended = running.then(
    () => false,
    () => false,
  );
  const late = await Promise.race([ended, timeOut(clock, endMs, over.signal)]);
  over.abort();
  return late;
}

async function timeOut(clock: Clock, endMs: number, over: AbortSignal): Promise<boolean> {
  await clock.sleep(Math.max(0, endMs - clock.monotonicMs()), over);
  return true;
}
