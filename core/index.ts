import { type Access, type Guard, openGuard, type Person } from "#core/access";
import { openBus, type Consumer } from "#core/bus";
import { type Desk, incidentConsumer, openDesk, openTending, type Route } from "#core/incidents";
import {
  type DrillSetting,
  type Drills,
  type Healer,
  openDrills,
  openHands,
  openHealer,
  type Shelf,
} from "#core/heal";
import { type Asks, type InspectParts, openAsks, openInspection, type OpenSource } from "#core/inspect";
import type { Secret, Target } from "#core/domain";
import {
  openHttp,
  openProcesses,
  openPrometheus,
  openSandbox,
  type SandboxLevel,
  type SandboxOutlook,
} from "#core/reach";
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
  /** Runbooks that were read and checked. */
  readonly shelf: Shelf;
  readonly repairs: RepairOptions;
  /** How a configured source is opened; as files unless told otherwise. */
  readonly openSource?: OpenSource;
}

/** Where repairs act, and with what. */
export interface RepairOptions {
  readonly sandbox: SandboxLevel;
  /** Whom Fettle runs as. */
  readonly uid: number;
  /** Paths that no command is ever given. */
  readonly forbidden: readonly string[];
  readonly prometheus: { readonly url: string; readonly token: Secret | undefined } | undefined;
  /** The target that an alert is about, by its subject. */
  readonly target: (subject: string) => Target | undefined;
  /**
   * Who somebody is now, by actor id.
   * @throws Fault `denied` for whoever is nobody any more; `unavailable` where that cannot be told.
   */
  readonly identify: (actorId: string) => Promise<Person>;
  /** Names this process among those that share the store. */
  readonly holder: string;
}

/** What a reload goes over to. */
export type CoreParts = Pick<CoreOptions, "access" | "inspect" | "drills" | "shelf">;

export interface Core extends AsyncDisposable {
  /** Through which people change things: it asks the policies and writes the audit. */
  readonly guard: Guard;
  /** Where people work on incidents. */
  readonly desk: Desk;
  readonly drills: Drills;
  /** Where people work on repairs. */
  readonly healer: Healer;
  /** Commands that only read. */
  readonly asks: Asks;
  /** How commands are shut in here. */
  readonly sandbox: SandboxOutlook;
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
  let { access, drills, shelf } = options;
  let { redactor } = options.inspect;
  await using opening = new AsyncDisposableStack();
  const incidents = incidentConsumer({ clock, waitMs: gatherMs });
  opening.use(openBus({ store, clock, log, metrics, consumers: [incidents, ...options.consumers] }));
  opening.use(openTending({ store, clock, log, routes: options.routes }));
  const inspection = opening.use(await openInspection({ ...options, parts: options.inspect }));
  const http = opening.use(openHttp({ clock }));
  const guard = openGuard({ store, clock, access: () => access });
  const redact = (text: string): string => redactor.redact(text);
  const { sandbox: level, prometheus, ...repairs } = options.repairs;
  const sandbox = opening.use(await openSandbox({ level, clock, log, redact, ...repairs }));
  const hands = openHands({
    sandbox,
    http,
    processes: openProcesses(),
    prometheus: prometheus === undefined ? undefined : openPrometheus({ http, ...prometheus }),
    clock,
    redact,
  });
  const healer = opening.use(
    openHealer({
      ...repairs,
      store,
      clock,
      log,
      guard,
      hands,
      redact,
      access: () => access,
      shelf: () => shelf,
    }),
  );
  const asks = opening.use(openAsks({ guard, sandbox, clock, redact }));
  const open = opening.move();
  return {
    guard,
    desk: openDesk({ store, guard, clock, redact, access: () => access }),
    drills: openDrills({ store, clock, http, guard, redact, access: () => access, settings: () => drills }),
    healer,
    asks,
    get sandbox() {
      return sandbox.outlook;
    },
    access: () => access,
    reload: async (next) => {
      await inspection.reload(next.inspect);
      ({ access, drills, shelf } = next);
      ({ redactor } = next.inspect);
    },
    get trouble() {
      return inspection.trouble;
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
