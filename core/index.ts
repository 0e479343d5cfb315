import { type Access, type Guard, openGuard } from "#core/access";
import { openBus, type Consumer } from "#core/bus";
import { incidentConsumer, openTending } from "#core/incidents";
import { type InspectParts, openInspection, type OpenSource } from "#core/inspect";
import type { Clock, Log, Metrics } from "#core/runtime";
import type { Store } from "#core/store";

/**
 * Fettle without Slack: the three loops over one store. In the words of the house: sources give records,
 * rules judge them, what holds becomes an alert, alerts gather into incidents; the bus tells whoever shows
 * them. Everything it needs comes in here, so a test can give it a clock and a store of its own.
 */
export interface CoreOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Who shows incidents, and whoever else acts on events. */
  readonly consumers: readonly Consumer[];
  readonly access: Access;
  /** Sources, rules and probes, made from the configuration. */
  readonly inspect: InspectParts;
  /** How a configured source is opened; as files unless told otherwise. */
  readonly openSource?: OpenSource;
}

export interface Core extends AsyncDisposable {
  /** Through which people change things: it asks the policies and writes the audit. */
  readonly guard: Guard;
  /** Goes over to another configuration: what unchanged rules remember stays. */
  reload(next: { readonly access: Access; readonly inspect: InspectParts }): Promise<void>;
  /** Why inspection stands still, while it does. */
  readonly trouble: string | undefined;
}

/** How long an incident waits for more alerts of its group before anybody is told. */
const gatherMs = 10_000;

/** Opens the loops over a store that is open for writing; closing stops them in reverse and leaves the store open. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { store, clock, log, metrics } = options;
  let { access } = options;
  await using opening = new AsyncDisposableStack();
  const incidents = incidentConsumer({ clock, waitMs: gatherMs });
  opening.use(openBus({ store, clock, log, metrics, consumers: [incidents, ...options.consumers] }));
  opening.use(openTending({ store, clock, log }));
  const inspection = opening.use(await openInspection({ ...options, parts: options.inspect }));
  const open = opening.move();
  return {
    guard: openGuard({ store, clock, access: () => access }),
    reload: async (next) => {
      await inspection.reload(next.inspect);
      access = next.access;
    },
    get trouble() {
      return inspection.trouble;
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
