import { type Incident, isOpen, type Labels, nextIncidentState, type Severity } from "#core/domain";
import type { Repositories } from "#core/store";
import { incidentEvent } from "./events.ts";

/** So many incidents within so long are one storm: one card instead of many. */
const stormOf = 5;
const stormWithinMs = 5 * 60_000;
/** A storm that is joined again after this long calls people again. */
const remindAfterMs = 30 * 60_000;
const looked = 200;

/** Alerts group by rule and `env`, whose key has two parts: none has this one. */
const stormKey = JSON.stringify(["storm"]);

export function isStorm(incident: Incident): boolean {
  return incident.groupKey === stormKey;
}

/**
 * Opens incidents whose wait is over, alone or as parts of a storm, and tells of it. A storm begins with the
 * fifth incident within five minutes and takes in those before it; it takes in what opens until five minutes
 * pass without a new one, or when as many come again.
 */
export async function openIncidents(r: Repositories, due: readonly Incident[], nowMs: number): Promise<void> {
  const moment = { nowMs, cause: String(nowMs) };
  const opening = due.map((incident): Incident => ({
    ...incident,
    changedMs: nowMs,
    state: nextIncidentState(incident.state, { kind: "open", atMs: nowMs }),
  }));
  const recent = (await r.incidents.openedSince(nowMs - stormWithinMs, looked)).filter(
    (incident) => incident.state.kind !== "gathering" && !isStorm(incident),
  );
  const begins = recent.length + opening.length >= stormOf;
  const storm = await openStorm(r);
  const goesOn = storm !== undefined && nowMs - storm.newestMs < stormWithinMs;
  // Whoever is at work on one of them keeps its card.
  const before = begins ? recent.filter(({ state }) => state.kind === "open") : [];
  if (begins || goesOn) await fold(r, { storm: storm?.incident, opening, before, moment });
  else for (const incident of opening) await put(r, incident, { happening: "opened", mention: true, moment });
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
  return (await openStorm(r))?.incident.id ?? incident.parent;
}

async function openStorm(
  r: Repositories,
): Promise<{ readonly incident: Incident; readonly newestMs: number } | undefined> {
  const incident = await r.incidents.latestOfGroup(stormKey);
  if (incident === undefined || !isOpen(incident.state)) return undefined;
  return { incident, newestMs: (await r.incidents.countChildren(incident.id)).newestMs };
}

interface Folding {
  readonly storm: Incident | undefined;
  readonly opening: readonly Incident[];
  /** Those that had a card of their own so far. */
  readonly before: readonly Incident[];
  readonly moment: Moment;
}

async function fold(r: Repositories, { storm, opening, before, moment }: Folding): Promise<void> {
  const { nowMs } = moment;
  const parts = [...before, ...opening];
  const parent = storm ?? (await r.incidents.nextId());
  const id = typeof parent === "string" ? parent : parent.id;
  const known = storm === undefined ? parts : [storm, ...parts];
  const severity = worst(known);
  const joined: Incident = {
    id,
    groupKey: stormKey,
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
