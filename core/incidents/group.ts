import { type Alert, type CloudEvent, type Incident, nextIncidentState } from "#core/domain";
import type { Consumer } from "#core/bus";
import type { Clock } from "#core/runtime";
import type { Repositories } from "#core/store";
import { alertEvents, incidentEvent, type IncidentHappening, type Telling } from "./events.ts";
import { followPart, parentAgain } from "./storm.ts";

export interface Grouping {
  readonly clock: Clock;
  /** How long an incident waits for more alerts of its group before anybody is told. */
  readonly waitMs: number;
}

/** A group that fires again this soon after it was resolved goes on with the same incident and card. */
const reopenWithinMs = 30 * 60_000;
/** What comes back sooner than this after it was over calls nobody again. */
const flappingMs = 5 * 60_000;
/** From here on even what is over within the wait is told. */
const urgent = 4;
/** A refire inside an open incident calls people again only after this long. */
const remindAfterMs = 30 * 60_000;

/** What alerts have in common that belong to one incident: their rule, and `env` where there is one. */
export function groupKey(alert: Alert): string {
  return JSON.stringify([alert.rule, alert.labels["env"] ?? null]);
}

/** The only maker of incidents: gathers alerts into them, and resolves them when all their alerts are. */
export function incidentConsumer(grouping: Grouping): Consumer {
  return {
    name: "incidents",
    types: Object.values(alertEvents),
    from: "start",
    handle: async (event, repositories) => {
      const alert = await repositories.alerts.byId(event.subject);
      if (alert === undefined) return;
      const work = { repositories, event, alert, nowMs: grouping.clock.nowMs() };
      if (event.type === alertEvents.resolved) await release(work);
      else await gather(work, grouping.waitMs);
    },
  };
}

interface Work {
  readonly repositories: Repositories;
  readonly event: CloudEvent;
  readonly alert: Alert;
  readonly nowMs: number;
}

async function gather(work: Work, waitMs: number): Promise<void> {
  const { repositories, alert, nowMs } = work;
  const group = groupKey(alert);
  const { incidents } = repositories;
  const latest = (await incidents.openOfGroup(group)) ?? (await incidents.latestOfGroup(group));
  if (latest === undefined || !goesOn(latest, nowMs)) {
    const incident: Incident = {
      id: await repositories.incidents.nextId(),
      groupKey: group,
      title: alert.event,
      severity: alert.severity,
      labels: alert.labels,
      parent: null,
      openedMs: nowMs,
      changedMs: nowMs,
      state: { kind: "gathering", sinceMs: nowMs, untilMs: nowMs + waitMs },
    };
    await repositories.incidents.put(incident);
    await repositories.incidents.attach(incident.id, alert.id);
    return;
  }
  await repositories.incidents.attach(latest.id, alert.id);
  await join(work, latest);
}

function goesOn(incident: Incident, nowMs: number): boolean {
  if (incident.state.kind !== "resolved") return true;
  // Resolved in the future: the clock was set back, and nobody knows how long ago that was.
  const agoMs = nowMs - incident.state.atMs;
  return agoMs >= 0 && agoMs <= reopenWithinMs;
}

async function join(work: Work, incident: Incident): Promise<void> {
  const { repositories, alert, nowMs } = work;
  const worse = alert.severity > incident.severity;
  const severity = worse ? alert.severity : incident.severity;
  if (incident.state.kind === "resolved") {
    const state = nextIncidentState(incident.state, { kind: "reopen", atMs: nowMs });
    const parent = await parentAgain(repositories, incident);
    // Soon after it was over by itself: it flaps, and people know. Later they went back to bed; and whoever said
    // that it was over is told at once that it is not.
    const flaps = incident.state.by === null && nowMs - incident.state.atMs < flappingMs;
    const reopened = { ...incident, severity, state, parent, changedMs: nowMs };
    await tell(work, reopened, { happening: "reopened", mention: worse || !flaps, worse });
    return;
  }
  const longAgo = nowMs - incident.changedMs >= remindAfterMs;
  const changed = { ...incident, severity, changedMs: nowMs };
  await tell(work, changed, { happening: "changed", mention: worse || longAgo, worse });
}

async function release(work: Work): Promise<void> {
  const { repositories, alert, nowMs } = work;
  const incident = await repositories.incidents.ofAlert(alert.id);
  if (incident === undefined || incident.state.kind === "resolved") return;
  const { firing } = await repositories.incidents.countAlerts(incident.id);
  if (firing > 0) {
    await tell(work, incident, { happening: "changed", mention: false });
    return;
  }
  const state = nextIncidentState(incident.state, { kind: "resolve", atMs: nowMs, by: null, note: null });
  const resolved: Incident = { ...incident, state, changedMs: nowMs };
  // What was over before its wait was is only noise, unless it would have been urgent: then it is told, once.
  const unheard = incident.state.kind === "gathering" && incident.severity < urgent;
  if (unheard) await repositories.incidents.put(resolved);
  else {
    const had = incident.state.kind === "acknowledged" ? { had: incident.state.by } : {};
    await tell(work, resolved, { happening: "resolved", mention: false, ...had });
  }
}

/** Writes the incident and says what happened to it; of one that gathers still, nobody is told. */
async function tell(
  work: Work,
  incident: Incident,
  {
    happening,
    ...told
  }: Pick<Telling, "mention" | "worse" | "had"> & { readonly happening: IncidentHappening },
): Promise<void> {
  const { repositories, event, nowMs } = work;
  await repositories.incidents.put(incident);
  if (incident.state.kind === "gathering") return;
  await repositories.events.append(
    incidentEvent(happening, incident, { atMs: nowMs, id: event.id, ...told }),
  );
  await followPart(repositories, incident, { nowMs, cause: event.id });
}
