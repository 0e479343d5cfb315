import { WebClient } from "@slack/web-api";
import { Fault, type Secret } from "#core/domain";
import { type Clock, type Limiter, type Metrics, openLimiter, type Priority } from "#core/runtime";
import { SlackFault, slackFault } from "./fault.ts";
import { silentLogger } from "./silent-logger.ts";
import { channelRate, type Method, rateOf } from "./tiers.ts";

/**
 * Slack's Web API, within its limits: each method keeps its tier, each channel its second, people's clicks go
 * first. The SDK's own retries are off: they post twice after a 503, and its own wait after a 429 holds up
 * every other call.
 */
export interface SlackApi extends AsyncDisposable {
  /**
   * One call, when its turn comes. Faults: `SlackFault` as Slack answers; `timeout` when its turn or its answer
   * does not come in time; `unavailable` when too many wait, or after disposal.
   */
  call<T>(method: Method, send: (client: WebClient) => Promise<T>, how?: CallOptions): Promise<T>;
  /** How many calls wait for their turn. */
  readonly waiting: number;
  /** Calls that Slack refused as too many. */
  readonly rateLimited: number;
}

export interface CallOptions {
  readonly priority?: Priority;
  /** Calls of one channel also keep its pace. */
  readonly channel?: string;
  /** False for a call whose second time would be seen: then it is not tried again unless it surely failed. */
  readonly repeatable?: boolean;
  readonly withinMs?: number;
}

export interface ApiOptions {
  readonly token: Secret;
  /** Ends in `/api/`. */
  readonly url: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

const answerMs = 10_000;
const withinMs = 10_000;
const retries = 3;
const retryMs = 300;
const waitingMost = 1_000;
const mostLanes = 200;

export function openSlackApi({ token, url, clock, metrics }: ApiOptions): SlackApi {
  const client = new WebClient(token.reveal(), {
    slackApiUrl: url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: answerMs,
    logger: silentLogger,
  });
  const calls = metrics.counter("fettle_slack_calls_total", "Calls of Slack's Web API", [
    "method",
    "outcome",
  ]);
  const limited = metrics.counter("fettle_slack_rate_limited_total", "Calls that Slack refused as too many", [
    "method",
  ]);
  const ending = new AbortController();
  const lanes = openLanes(clock, ending.signal);
  let rateLimited = 0;

  async function once<T>(method: Method, send: () => Promise<T>): Promise<T> {
    try {
      const result = await send();
      calls.inc({ method, outcome: "ok" });
      return result;
    } catch (thrown) {
      const fault = slackFault(method, thrown);
      calls.inc({ method, outcome: fault instanceof SlackFault ? fault.code : "bug" });
      if (fault instanceof SlackFault && fault.retryAfterMs !== undefined) {
        rateLimited += 1;
        limited.inc({ method });
      }
      throw fault;
    }
  }

  return {
    call: (
      method,
      send,
      { priority = "interactive", channel, repeatable = true, withinMs: within = withinMs } = {},
    ) => {
      const endMs = clock.monotonicMs() + within;
      return lanes.run({ method, channel, priority, endMs }, async (pause) => {
        for (let attempt = 0; ; attempt++) {
          if (ending.signal.aborted) throw new Fault("unavailable", `${method} was given up: Fettle stops`);
          if (clock.monotonicMs() >= endMs) throw new Fault("timeout", `the turn of ${method} came too late`);
          try {
            return await once(method, () => send(client));
          } catch (thrown) {
            if (!(thrown instanceof SlackFault)) throw thrown;
            const waitMs = waitAfter(thrown, { attempt, repeatable });
            if (thrown.retryAfterMs !== undefined) pause(thrown.retryAfterMs);
            if (waitMs === undefined || clock.monotonicMs() + waitMs > endMs) throw thrown;
            await clock.sleep(waitMs, ending.signal);
          }
        }
      });
    },
    get waiting() {
      return lanes.waiting;
    },
    get rateLimited() {
      return rateLimited;
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await lanes[Symbol.asyncDispose]();
    },
  };
}

/** How long until the next try, or undefined where there is none. */
function waitAfter(
  fault: SlackFault,
  { attempt, repeatable }: { readonly attempt: number; readonly repeatable: boolean },
): number | undefined {
  if (attempt >= retries || (fault.kind !== "unavailable" && fault.kind !== "timeout")) return undefined;
  if (fault.retryAfterMs !== undefined) return fault.retryAfterMs;
  if (fault.unsure && !repeatable) return undefined;
  return retryMs * 2 ** attempt;
}

interface Turn {
  readonly method: Method;
  readonly channel: string | undefined;
  readonly priority: Priority;
  readonly endMs: number;
}

interface Lanes extends AsyncDisposable {
  run<T>(turn: Turn, work: (pause: (ms: number) => void) => Promise<T>): Promise<T>;
  readonly waiting: number;
}

/** One lane a method, and for posts one a channel before it; what Slack told to wait holds up its own lane only. */
function openLanes(clock: Clock, ending: AbortSignal): Lanes {
  const lanes = new Map<string, Limiter>();
  const pausedUntilMs = new Map<string, number>();

  function lane(name: string, rate: ReturnType<typeof rateOf>): Limiter {
    const known = lanes.get(name);
    if (known !== undefined) return known;
    if (lanes.size >= mostLanes) forgetIdle();
    const made = openLimiter({ name, atOnce: name.includes(":") ? 1 : 8, waiting: waitingMost, rate });
    lanes.set(name, made);
    return made;
  }

  /** Lanes of channels that nobody waits in: what still runs in one ends all the same. */
  function forgetIdle(): void {
    for (const [name, { waiting }] of lanes) if (name.includes(":") && waiting === 0) lanes.delete(name);
  }

  return {
    run: ({ method, channel, priority, endMs }, work) => {
      const name = channel === undefined ? method : `${method}:${channel}`;
      const inTurn = async () => {
        const pausedMs = (pausedUntilMs.get(name) ?? 0) - clock.monotonicMs();
        const leftMs = Math.max(0, endMs - clock.monotonicMs());
        if (pausedMs > 0) await clock.sleep(Math.min(pausedMs, leftMs), ending);
        return work((ms) => pausedUntilMs.set(name, clock.monotonicMs() + ms));
      };
      const byMethod = () => lane(method, rateOf(method)).run(inTurn, priority);
      return channel === undefined ? byMethod() : lane(name, channelRate).run(byMethod, priority);
    },
    get waiting() {
      return [...lanes.values()].reduce((sum, { waiting }) => sum + waiting, 0);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...lanes.values()].map((one) => one[Symbol.asyncDispose]()));
    },
  };
}
