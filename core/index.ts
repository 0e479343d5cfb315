import { type Access, type Guard, openGuard } from "#core/access";
import { openBus, type Consumer } from "#core/bus";
import { type Desk, incidentConsumer, openDesk, openTending, type Route } from "#core/incidents";
import { type DrillSetting, type Drills, openDrills } from "#core/heal";
import { type InspectParts, openInspection, type OpenSource } from "#core/inspect";
import { openHttp } from "#core/reach";
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
  /** Where incidents go, as configured now. */
  readonly routes: () => readonly Route[];
  /** Faults that people may make on purpose. */
  readonly drills: readonly DrillSetting[];
  /** How a configured source is opened; as files unless told otherwise. */
  readonly openSource?: OpenSource;
}

/** What a reload goes over to. */
export type CoreParts = Pick<CoreOptions, "access" | "inspect" | "drills">;

export interface Core extends AsyncDisposable {
  /** Through which people change things: it asks the policies and writes the audit. */
  readonly guard: Guard;
  /** Where people work on incidents. */
  readonly desk: Desk;
  readonly drills: Drills;
  /** Who may do what, as of now: a reload may change it. */
  access(): Access;
  /** Goes over to another configuration: what unchanged rules remember stays. */
  reload(next: CoreParts): Promise<void>;
  /** Why inspection stands still, while it does. */
  readonly trouble: string | undefined;
}

/** How long an incident waits for more alerts of its group before anybody is told. */
const gatherMs = 10_000;

/** Opens the loops over a store that is open for writing; closing stops them in reverse and leaves the store open. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { store, clock, log, metrics } = options;
  let { access, drills } = options;
  let { redactor } = options.inspect;
  await using opening = new AsyncDisposableStack();
  const incidents = incidentConsumer({ clock, waitMs: gatherMs });
  opening.use(openBus({ store, clock, log, metrics, consumers: [incidents, ...options.consumers] }));
  opening.use(openTending({ store, clock, log, routes: options.routes }));
  const inspection = opening.use(await openInspection({ ...options, parts: options.inspect }));
  const http = opening.use(openHttp({ clock }));
  const guard = openGuard({ store, clock, access: () => access });
  const open = opening.move();
  const redact = (text: string): string => redactor.redact(text);
  return {
    guard,
    desk: openDesk({ store, guard, clock, redact, access: () => access }),
    drills: openDrills({ http, guard, redact, access: () => access, settings: () => drills }),
    access: () => access,
    reload: async (next) => {
      await inspection.reload(next.inspect);
      ({ access, drills } = next);
      ({ redactor } = next.inspect);
    },
    get trouble() {
      return inspection.trouble;
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
