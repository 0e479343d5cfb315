import { type Incident, isOpen, type Labels, nextIncidentState, type Severity } from "#core/domain";
import type { Repositories } from "#core/store";
import { incidentEvent } from "./events.ts";
import { isStorm, type Route, stormKey, wayOf } from "./route.ts";

/** So many incidents within so long are one storm: one card instead of many. */
const stormOf = 5;
const stormWithinMs = 5 * 60_000;
/** A storm that is joined again after this long calls people again. */
const remindAfterMs = 30 * 60_000;
const looked = 200;

/**
 * Opens incidents whose wait is over, alone or as parts of a storm, and tells of it. A storm is of incidents that go
 * to the same people: it begins with the fifth of them within five minutes and takes in those before it; it takes in
 * what opens until five minutes pass without a new one, or when as many come again. What nobody wants to know of
 * is no part of any.
 */
export async function openIncidents(
  r: Repositories,
  due: readonly Incident[],
  { nowMs, routes }: { readonly nowMs: number; readonly routes: readonly Route[] },
): Promise<void> {
  const moment = { nowMs, cause: String(nowMs) };
  const opening = due.map((incident): Incident => ({
    ...incident,
    changedMs: nowMs,
    state: nextIncidentState(incident.state, { kind: "open", atMs: nowMs }),
  }));
  const recent = (await r.incidents.openedSince(nowMs - stormWithinMs, looked)).filter(
    (incident) => incident.state.kind !== "gathering" && !isStorm(incident),
  );
  const keyOf = (incident: Incident): string | undefined => {
    const way = wayOf(incident, routes);
    return way === undefined ? undefined : stormKey(way);
  };
  for (const [key, together] of Map.groupBy(opening, keyOf)) {
    const earlier = key === undefined ? [] : recent.filter((incident) => keyOf(incident) === key);
    await openTogether(r, { key, opening: together, recent: earlier, moment });
  }
}

/** Those that go one way. */
async function openTogether(
  r: Repositories,
  {
    key,
    opening,
    recent,
    moment,
  }: {
    readonly key: string | undefined;
    readonly opening: readonly Incident[];
    readonly recent: readonly Incident[];
    readonly moment: Moment;
  },
): Promise<void> {
  const storm = key === undefined ? undefined : await openStorm(r, key);
  const begins = recent.length + opening.length >= stormOf;
  const goesOn = storm !== undefined && moment.nowMs - storm.newestMs < stormWithinMs;
  if (key !== undefined && (begins || goesOn)) {
    // Whoever is at work on one of them keeps its card.
    const before = begins ? recent.filter(({ state }) => state.kind === "open") : [];
    await fold(r, { key, storm: storm?.incident, opening, before, moment });
  } else {
    for (const incident of opening) await put(r, incident, { happening: "opened", mention: true, moment });
  }
}

/** When something happened, and what made it happen: the same cause is told of once. */
export interface Moment {
  readonly nowMs: number;
  readonly cause: string;
}

/** Brings a storm up to date with one of its parts: as bad as the worst of them, and over when all are. */
export async function followPart(r: Repositories, part: Incident, moment: Moment): Promise<void> {
  const { nowMs } = moment;
  const storm = part.parent === null ? undefined : await r.incidents.byId(part.parent);
  if (storm === undefined) return;
  const { open } = await r.incidents.countChildren(storm.id);
  if (open === 0 && isOpen(storm.state)) {
    const step = { kind: "resolve", atMs: nowMs, by: null, note: null } as const;
    const over = { ...storm, state: nextIncidentState(storm.state, step), changedMs: nowMs };
    await put(r, over, { happening: "resolved", mention: false, moment });
  } else if (open > 0 && !isOpen(storm.state)) {
    const state = nextIncidentState(storm.state, { kind: "reopen", atMs: nowMs });
    const severity = worst([storm, part]);
    await put(
      r,
      { ...storm, state, severity, changedMs: nowMs },
      { happening: "reopened", mention: true, moment },
    );
  } else if (part.severity > storm.severity) {
    const worse = { ...storm, severity: part.severity, changedMs: nowMs };
    await put(r, worse, { happening: "changed", mention: true, worse: true, moment });
  }
}

/** The storm that an incident belongs to when it opens again: the one that rages now, if there is one. */
export async function parentAgain(r: Repositories, incident: Incident): Promise<string | null> {
  if (incident.parent === null) return null;
  const parent = await r.incidents.byId(incident.parent);
  if (parent === undefined) return incident.parent;
  return (await openStorm(r, parent.groupKey))?.incident.id ?? parent.id;
}

async function openStorm(
  r: Repositories,
  key: string,
): Promise<{ readonly incident: Incident; readonly newestMs: number } | undefined> {
  const incident = await r.incidents.openOfGroup(key);
  if (incident === undefined) return undefined;
  return { incident, newestMs: (await r.incidents.countChildren(incident.id)).newestMs };
}

interface Folding {
  readonly key: string;
  readonly storm: Incident | undefined;
  readonly opening: readonly Incident[];
  /** Those that had a card of their own so far. */
  readonly before: readonly Incident[];
  readonly moment: Moment;
}

async function fold(r: Repositories, { key, storm, opening, before, moment }: Folding): Promise<void> {
  const { nowMs } = moment;
  const parts = [...before, ...opening];
  const parent = storm ?? (await r.incidents.nextId());
  const id = typeof parent === "string" ? parent : parent.id;
  const known = storm === undefined ? parts : [storm, ...parts];
  const severity = worst(known);
  const joined: Incident = {
    id,
    groupKey: key,
    title: "storm",
    severity,
    labels: known.map(({ labels }) => labels).reduce(inCommon),
    parent: null,
    openedMs: storm?.openedMs ?? nowMs,
    changedMs: nowMs,
    state: storm?.state ?? { kind: "open", sinceMs: nowMs },
  };
  const worse = storm === undefined || severity > storm.severity;
  const again = storm !== undefined && nowMs - storm.changedMs >= remindAfterMs;
  const happening = storm === undefined ? "opened" : "changed";
  await put(r, joined, { happening, mention: worse || again, worse, moment });
  for (const part of before) {
    await put(r, { ...part, parent: id }, { happening: "changed", mention: false, moment });
  }
  for (const part of opening) {
    await put(r, { ...part, parent: id }, { happening: "opened", mention: false, moment });
  }
}

async function put(
  r: Repositories,
  incident: Incident,
  told: {
    readonly happening: "opened" | "changed" | "resolved" | "reopened";
    readonly mention: boolean;
    readonly worse?: boolean;
    readonly moment: Moment;
  },
): Promise<void> {
  await r.incidents.put(incident);
  const { happening, moment, ...news } = told;
  const telling = { atMs: moment.nowMs, id: moment.cause, ...news };
  await r.events.append(incidentEvent(happening, incident, telling));
}

function worst(incidents: readonly Incident[]): Severity {
  return incidents.reduce<Severity>((most, { severity }) => (severity > most ? severity : most), 1);
}

/** Labels that both have, with the same value. */
function inCommon(a: Labels, b: Labels): Labels {
  return Object.fromEntries(Object.entries(a).filter(([key, value]) => b[key] === value));
}
