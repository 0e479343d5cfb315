import type { World } from "../model/world.ts";
import type { OpenDelivery } from "../model/calls.ts";
import type { Attempt, Carrier, Outcome, Outgoing } from "./carrier.ts";

/** Brings everything to the app, keeps the log of it, and brings events again as Slack does. Closes its carrier. */
export interface Courier extends AsyncDisposable {
  /** Once, whatever comes of it: commands and interactions. */
  deliver(outgoing: Outgoing): Promise<Outcome>;
  /** Resolves after the first attempt; up to three more follow. */
  deliverEvent(outgoing: Outgoing): Promise<Outcome>;
  /** Brings the last delivery once more, as it was. Undefined when there was none. */
  redeliver(): Promise<Outcome | undefined>;
  /** The next interaction is brought twice at once, as when somebody presses a button two times. */
  doubleNext(): void;
  readonly connections: number;
}

/** docs.slack.dev/apis/events-api: nearly at once, after one minute, after five. */
const retryAfterMs = [0, 60_000, 300_000] as const;

export function openCourier(world: World, carrier: Carrier): Courier {
  const closing = new AbortController();
  const retrying = new Set<Promise<void>>();
  let last: Outgoing | undefined;
  let double = false;

  async function carry(outgoing: Outgoing, record: OpenDelivery, attempt: Attempt): Promise<Outcome> {
    record.attempts += 1;
    const outcome = await carrier.carry({
      outgoing,
      attempt,
      onId: (id) => {
        record.id = id;
      },
      onLate: (lateMs) => {
        record.lateMs = lateMs;
        world.log.warn("an acknowledgement came too late", { name: outgoing.name, lateMs });
      },
    });
    if (outcome.kind === "acked") {
      record.acked = true;
      record.ackMs = outcome.ackMs;
    } else world.log.warn("the app did not acknowledge", { name: outgoing.name, outcome: outcome.kind });
    return outcome;
  }

  const first = (outgoing: Outgoing, record = world.calls.deliver(outgoing)): Promise<Outcome> =>
    carry(outgoing, record, { retry: 0, reason: "" });

  async function retry(outgoing: Outgoing, record: OpenDelivery, failed: Outcome): Promise<void> {
    let reason = reasonOf(failed);
    for (const [index, afterMs] of retryAfterMs.entries()) {
      if (afterMs > 0) await world.clock.sleep(afterMs, closing.signal);
      if (closing.signal.aborted) return;
      const outcome = await carry(outgoing, record, { retry: index + 1, reason });
      if (outcome.kind === "acked" || isFinal(outcome)) return;
      reason = reasonOf(outcome);
    }
  }

  return {
    get connections() {
      return carrier.connections;
    },
    deliver: async (outgoing) => {
      last = outgoing;
      const twice = double && outgoing.type === "interactive";
      if (!twice) return first(outgoing);
      double = false;
      const [outcome] = await Promise.all([first(outgoing), first(outgoing)]);
      return outcome;
    },
    deliverEvent: async (outgoing) => {
      last = outgoing;
      const record = world.calls.deliver(outgoing);
      const outcome = await first(outgoing, record);
      if (outcome.kind === "acked" || isFinal(outcome)) return outcome;
      const again = retry(outgoing, record, outcome);
      retrying.add(again);
      void again.finally(() => retrying.delete(again));
      return outcome;
    },
    redeliver: () => (last === undefined ? Promise.resolve(undefined) : first(last)),
    doubleNext: () => {
      double = true;
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await carrier[Symbol.asyncDispose]();
      await Promise.all(retrying);
    },
  };
}

/** An app over HTTP may say that it wants no more of it (X-Slack-No-Retry). */
function isFinal(outcome: Outcome): boolean {
  return outcome.kind === "status" && outcome.noRetry;
}

function reasonOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case "acked":
      return "";
    case "timeout":
      return "timeout";
    case "unreachable":
      return "connection_failed";
    case "status":
      return "http_error";
  }
}
