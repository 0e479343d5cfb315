import { type Incident, nextIncidentState } from "#core/domain";
import { type Log, openLoop } from "#core/runtime";
import type { Clock } from "#core/runtime";
import type { Store } from "#core/store";
import { incidentEvent, type IncidentHappening } from "./events.ts";

const everyMs = 500;
const most = 200;
const forgetEveryMs = 60 * 60_000;
/** How long a resolved incident can still be looked up. */
const keepResolvedMs = 90 * 24 * 3_600_000;

export interface Tending {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Does what comes due without anybody's doing: opens incidents whose wait is over, lets acknowledgements
 * lapse, forgets what was resolved 90 days ago.
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

function openTurning({ store, clock, log }: Tending): AsyncDisposable {
  return openLoop({
    name: "incidents.tend",
    everyMs,
    clock,
    log,
    tick: async () => {
      const nowMs = clock.nowMs();
      const waiting = await store.read((r) => r.incidents.due(Number.MAX_SAFE_INTEGER, most));
      const due = waiting.filter((incident) => comesDue(incident, nowMs) !== undefined);
      if (due.length === 0) return;
      await store.write(async (r) => {
        for (const { id } of due) {
          const incident = await r.incidents.byId(id);
          const turn = incident === undefined ? undefined : comesDue(incident, nowMs);
          if (turn === undefined) continue;
          await r.incidents.put(turn.incident);
          await r.events.append(
            incidentEvent(turn.happening, turn.incident, { atMs: nowMs, id: String(nowMs), mention: true }),
          );
        }
      });
    },
  });
}

function comesDue(
  incident: Incident,
  nowMs: number,
): { incident: Incident; happening: IncidentHappening } | undefined {
  const { state } = incident;
  // Opened in the future: the clock was set back, and nobody would be told for as long.
  if (state.kind === "gathering" && (state.untilMs <= nowMs || incident.openedMs > nowMs)) {
    const open = nextIncidentState(state, { kind: "open", atMs: nowMs });
    return { incident: { ...incident, state: open, changedMs: nowMs }, happening: "opened" };
  }
  if (state.kind === "acknowledged" && state.lapsesAtMs <= nowMs) {
    const open = nextIncidentState(state, { kind: "unacknowledge", atMs: nowMs });
    return { incident: { ...incident, state: open, changedMs: nowMs }, happening: "lapsed" };
  }
  return undefined;
}
