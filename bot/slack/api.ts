import { WebClient } from "@slack/web-api";
import { Fault, type Secret } from "#core/domain";
import type { Clock, Metrics, Priority } from "#core/runtime";
import { SlackFault, slackFault } from "./fault.ts";
import { openLanes } from "./lanes.ts";
import { silentLogger } from "./silent-logger.ts";
import type { Method } from "./tiers.ts";

/**
 * Slack's Web API, within its limits: each method keeps its tier, each channel its second, people's clicks go
 * first. The SDK's own retries are off: they post twice after a 503, and its own wait after a 429 holds up
 * every other call.
 */
export interface SlackApi extends AsyncDisposable {
  /** Fettle stops: what waits for its turn, or for Slack's leave to try again, is given up; what was sent is awaited. */
  giveUpWaiting(): void;
  /**
   * One call, when its turn comes. Faults: `SlackFault` as Slack answers; `timeout` when its turn or its answer
   * does not come in time; `unavailable` when too many wait, or after disposal.
   */
  call<T>(method: Method, send: (client: WebClient) => Promise<T>, how?: CallOptions): Promise<T>;
}

interface CallOptions {
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

  async function once<T>(method: Method, send: () => Promise<T>): Promise<T> {
    try {
      const result = await send();
      calls.inc({ method, outcome: "ok" });
      return result;
    } catch (thrown) {
      const fault = slackFault(method, thrown);
      calls.inc({ method, outcome: fault instanceof SlackFault ? fault.code : "bug" });
      if (fault instanceof SlackFault && fault.retryAfterMs !== undefined) limited.inc({ method });
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
    giveUpWaiting: () => {
      ending.abort();
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
