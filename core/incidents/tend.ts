import { type Incident, nextIncidentState } from "#core/domain";
import { type Log, openLoop } from "#core/runtime";
import type { Clock } from "#core/runtime";
import type { Repositories, Store } from "#core/store";
import type { Route } from "./route.ts";
import { openIncidents } from "./storm.ts";
import { incidentEvent, type IncidentHappening } from "./events.ts";

const everyMs = 1_000;
const most = 200;
const forgetEveryMs = 60 * 60_000;
/** How long a resolved incident can still be looked up. */
const keepResolvedMs = 90 * 24 * 3_600_000;

export interface Tending {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Where incidents go: what goes to the same people may be one storm. */
  readonly routes: () => readonly Route[];
}

/**
 * Does what comes due without anybody's doing: opens incidents whose wait is over, asks those who acknowledged
 * one whether they are still on it and lets it lapse, forgets what was resolved 90 days ago.
 */
export function openTending(tending: Tending): AsyncDisposable {
  const loops = [openTurning(tending), openForgetting(tending)];
  return {
    [Symbol.asyncDispose]: async () => {
      await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()));
    },
  };
}

function openForgetting({ store, clock, log }: Tending): AsyncDisposable {
  return openLoop({
    name: "incidents.forget",
    everyMs: forgetEveryMs,
    clock,
    log,
    tick: async (signal) => {
      const before = clock.nowMs() - keepResolvedMs;
      while (!signal.aborted && (await store.write((r) => r.incidents.forget(before, most))) === most) {
        // More are old: in small transactions, so that others get their turn.
      }
    },
  });
}

function openTurning({ store, clock, log, routes }: Tending): AsyncDisposable {
  return openLoop({
    name: "incidents.tend",
    everyMs,
    clock,
    log,
    tick: async () => {
      const nowMs = clock.nowMs();
      const isDue = (incident: Incident): boolean =>
        waitIsOver(incident, nowMs) || comesDue(incident, nowMs) !== undefined;
      const waiting = await store.read((r) => r.incidents.due(Number.MAX_SAFE_INTEGER, most));
      const due = waiting.filter(isDue);
      if (due.length === 0) return;
      await store.write(async (r) => {
        const now = await Promise.all(due.map(({ id }) => r.incidents.byId(id)));
        const still = now.filter((incident) => incident !== undefined);
        const opening = still.filter((incident) => waitIsOver(incident, nowMs));
        if (opening.length > 0) await openIncidents(r, opening, { nowMs, routes: routes() });
        for (const { id } of still) {
          // Read again: it may just have become part of a storm.
          const incident = await r.incidents.byId(id);
          if (incident !== undefined) await turn(r, incident, nowMs);
        }
      });
    },
  });
}

function waitIsOver({ state, openedMs }: Incident, nowMs: number): boolean {
  // Opened in the future: the clock was set back, and nobody would be told for as long.
  return state.kind === "gathering" && (state.untilMs <= nowMs || openedMs > nowMs);
}

async function turn(r: Repositories, incident: Incident, nowMs: number): Promise<void> {
  const due = comesDue(incident, nowMs);
  if (due === undefined) return;
  await r.incidents.put(due.incident);
  const { happening, mention } = due;
  await r.events.append(incidentEvent(happening, due.incident, { atMs: nowMs, id: String(nowMs), mention }));
}

function comesDue(
  incident: Incident,
  nowMs: number,
): { incident: Incident; happening: IncidentHappening; mention: boolean } | undefined {
  const { state } = incident;
  if (state.kind !== "acknowledged") return undefined;
  if (state.lapsesAtMs <= nowMs) {
    const open = nextIncidentState(state, { kind: "unacknowledge", atMs: nowMs });
    return { incident: { ...incident, state: open, changedMs: nowMs }, happening: "lapsed", mention: true };
  }
  if (state.asksAtMs !== null && state.asksAtMs <= nowMs) {
    const asked = nextIncidentState(state, { kind: "ask", atMs: nowMs });
    return { incident: { ...incident, state: asked }, happening: "asked", mention: false };
  }
  return undefined;
}
