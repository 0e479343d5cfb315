import type { Clock, Log, Metrics } from "#core/runtime";
import { readDelivery } from "./delivery.ts";
import { openSeen } from "./seen.ts";

/** One delivery on its way in: its body, and the way to answer it. */
interface Incoming {
  readonly body: unknown;
  /** Answers Slack, once; what is answered may be shown to a person. */
  readonly ack: (response?: unknown) => Promise<void>;
}

/** Hands a body to whoever handles it; resolves when all of that is done. */
export type Dispatch = (event: {
  readonly body: Record<string, unknown>;
  readonly ack: (response?: unknown) => Promise<void>;
}) => Promise<void>;

export interface Intake {
  /** Never rejects for what came: a bug of a handler is thrown where the process sees it. */
  take(incoming: Incoming): void;
  /** Takes nothing more, and resolves when what runs is over, or `ms` have passed. */
  drain(ms: number): Promise<void>;
}

export interface IntakeOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly dispatch: Dispatch;
}

/** Under a flood, what is beyond this is left unanswered: Slack delivers events again. */
const mostAtOnce = 500;

/** The one door for sockets and HTTP: each delivery is handled once, however often it comes. */
export function openIntake({ clock, log, metrics, dispatch }: IntakeOptions): Intake {
  const seen = openSeen(clock);
  const running = new Set<Promise<void>>();
  const deliveries = metrics.counter("fettle_slack_deliveries_total", "What Slack delivered", ["outcome"]);
  const acks = metrics.histogram("fettle_slack_ack_seconds", "From a delivery to its answer", {
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
  });
  const busy = metrics.gauge("fettle_slack_handlers_running", "Deliveries that are being handled");
  let open = true;

  function take(incoming: Incoming): void {
    if (!open || running.size >= mostAtOnce) {
      deliveries.inc({ outcome: open ? "too_many" : "stopping" });
      return;
    }
    const read = readDelivery(incoming.body);
    if (read.kind !== "delivery") {
      deliveries.inc({ outcome: read.kind });
      log.warn("Slack delivered something that is not handled", read);
      void incoming.ack();
      return;
    }
    if (!seen.first(read.delivery.key)) {
      deliveries.inc({ outcome: "duplicate" });
      void incoming.ack();
      return;
    }
    deliveries.inc({ outcome: "handled" });
    const work = handle(incoming, { ...read.delivery.body });
    running.add(work);
    busy.set(running.size);
    void work.finally(() => {
      running.delete(work);
      busy.set(running.size);
    });
  }

  async function handle({ ack }: Incoming, body: Record<string, unknown>): Promise<void> {
    const startedMs = clock.monotonicMs();
    await dispatch({
      body,
      ack: async (response) => {
        acks.observe((clock.monotonicMs() - startedMs) / 1_000);
        await ack(response);
      },
    });
  }

  return {
    take,
    drain: async (ms) => {
      open = false;
      if (running.size === 0) return;
      const late = new AbortController();
      const done = Promise.allSettled(running).then(() => late.abort());
      await Promise.race([done, clock.sleep(ms, late.signal)]);
      if (running.size > 0) log.warn("handlers did not end in time", { running: running.size });
    },
  };
}
