import { type Clock, type Log, type Metrics, openLoop } from "#core/runtime";
import type { Store } from "#core/store";
import type { Consumer } from "./consumer.ts";
import { deliverBatch, type Park } from "./deliver.ts";

export interface BusOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly consumers: readonly Consumer[];
}

/** How long it takes at the most to see events that another process appended. */
const pollMs = 5_000;
/** How soon a consumer that could not take an event is asked again. */
const retryMs = 1_000;
const pruneEveryMs = 10 * 60_000;
const keepMs = 7 * 24 * 3_600_000;

/**
 * Hands each event of the event table to each consumer, in order of `seq`, at least once. Consumers do
 * not wait for each other. A handler that faults with `unavailable` or `timeout` is asked again about
 * the same event until it succeeds; with any other Fault the event would fail for ever, so it is logged,
 * counted in `fettle_bus_parked_total` and passed over. A Fault of the store itself, whatever its kind, is
 * none of the event: it is asked again. An event whose row is damaged is passed over in the same way.
 */
export function openBus(options: BusOptions): AsyncDisposable {
  const { store, clock, log } = options;
  const parked = options.metrics.counter(
    "fettle_bus_parked_total",
    "Events that a consumer could not take and passed over",
    ["consumer"],
  );

  for (const consumer of options.consumers) parked.inc({ consumer: consumer.name }, 0);

  const loops = options.consumers.map((consumer) =>
    openLoop({
      name: `bus.${consumer.name}`,
      everyMs: pollMs,
      retryMs,
      clock,
      log,
      tick: async (signal) => {
        const park: Park = (event, thrown) => passOver(consumer, event, thrown);
        while (!signal.aborted && (await deliverBatch({ store, consumer, park, signal }))) {
          // More may wait: no pause between batches.
        }
      },
    }),
  );
  const prune = openLoop({
    name: "bus.prune",
    everyMs: pruneEveryMs,
    clock,
    log,
    tick: async () => {
      const consumers = options.consumers.map(({ name }) => name);
      await store.write((r) =>
        r.events.prune({ beforeMs: clock.nowMs() - keepMs, consumers, limit: 10_000 }),
      );
    },
  });

  function passOver(consumer: Consumer, event: Parameters<Park>[0], thrown: unknown): void {
    const { seq, type, id } = event;
    log.error("an event could not be taken and is passed over", {
      consumer: consumer.name,
      seq,
      type,
      event: id,
      thrown,
    });
    parked.inc({ consumer: consumer.name });
  }

  const listening = store.onAppend(() => {
    for (const loop of loops) loop.wake();
  });
  return {
    [Symbol.asyncDispose]: async () => {
      listening[Symbol.dispose]();
      await Promise.all([...loops, prune].map((loop) => loop[Symbol.asyncDispose]()));
    },
  };
}
