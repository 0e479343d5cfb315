import { openHttp } from "#core/reach";
import { type Clock, type Log, type Metrics, openLoop } from "#core/runtime";
import type { Store } from "#core/store";
import { type Ending, openAbsence } from "./absence.ts";
import type { Inspector } from "./inspector.ts";
import { inspectMetrics } from "./metrics.ts";
import { checkRule } from "./probe-alerts.ts";
import { registerProbeMetrics } from "./probes/probe-metrics.ts";
import { type InspectParts, openRunning, type OpenSource, type Running } from "./running.ts";

export interface InspectionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly parts: InspectParts;
  /** How a configured source is opened; as files unless told otherwise. */
  readonly openSource?: OpenSource;
}

/** The inspect loop: sources and probes in, alerts out. */
export interface Inspection extends AsyncDisposable {
  /**
   * Closes what reads and judges, and opens it anew; it goes on where it was. One after the other.
   * @throws Fault `unavailable` when the store does not serve; then the parts before go on, as soon as it does.
   */
  reload(parts: InspectParts): Promise<void>;
  /** Why log lines wait, while they do. */
  readonly trouble: string | undefined;
}

/** How soon what a reload could not open is tried again. */
const regainMs = 1_000;

export async function openInspection(options: InspectionOptions): Promise<Inspection> {
  const { store, clock, log } = options;
  const registered = {
    inspect: inspectMetrics(options.metrics),
    probes: registerProbeMetrics(options.metrics),
  };
  await using opening = new AsyncDisposableStack();
  const http = opening.use(openHttp({ clock }));
  let parts = options.parts;
  const around = { ...options, http, registered };
  let running: Running | undefined = await openRunning(around, parts);
  let last: Promise<unknown> = Promise.resolve();
  opening.defer(async () => {
    await Promise.allSettled([last]);
    await running?.[Symbol.asyncDispose]();
  });
  opening.use(
    openAbsence({
      store,
      clock,
      log,
      ending: (rule) => endingOf(rule, parts),
      reading: () => running !== undefined && isReading(running.inspector),
    }),
  );

  opening.use(
    openLoop({
      name: "inspect.regain",
      everyMs: regainMs,
      clock,
      log,
      tick: () =>
        inTurn(async () => {
          running ??= await openRunning(around, parts);
        }),
    }),
  );

  /** What opens and closes does so one after the other, whatever became of the one before. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const before = last;
    const turn = Promise.allSettled([before]).then(work);
    last = turn;
    return turn;
  }

  async function reload(next: InspectParts): Promise<void> {
    const before = running;
    running = undefined;
    await before?.[Symbol.asyncDispose]();
    try {
      running = await openRunning(around, next);
      parts = next;
    } catch (thrown) {
      running = await openRunning(around, parts);
      throw thrown;
    }
  }

  const open = opening.move();
  return {
    get trouble() {
      return running === undefined
        ? "nothing is inspected: the store did not serve at a reload; it is tried again"
        : running.inspector.trouble;
    },
    reload: (next) => inTurn(() => reload(next)),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

/** Lines that wait, for the store or for their turn, may hold what an alert is not seen in. */
function isReading({ trouble, behind }: Inspector): boolean {
  return trouble === undefined && !behind;
}

function endingOf(rule: string, { rules, checks }: InspectParts): Ending {
  const known = rules.find(({ id }) => id === rule);
  if (known !== undefined) return { kind: "absent", afterMs: known.resolveAfterMs };
  if (checks.some((check) => checkRule(check) === rule)) return { kind: "recovered" };
  return { kind: "withdrawn" };
}
