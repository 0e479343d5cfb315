import { type Alert, type Incident } from "#core/domain";
import type { Repositories } from "#core/store";
import { expectIncident } from "./request.ts";
import { isStorm } from "./route.ts";

/** What a card shows of an incident, whatever it is drawn on. */
export interface IncidentCard {
  readonly incident: Incident;
  /** The worst and newest first, at most five unless more were asked for; of a storm, those of all its parts. */
  readonly alerts: readonly Alert[];
  readonly firing: number;
  readonly all: number;
  /** What a storm consists of; undefined for any other incident. */
  readonly storm: StormParts | undefined;
}

export interface StormParts {
  readonly open: number;
  readonly all: number;
  /** Unresolved first, then worst and newest; at most ten. */
  readonly parts: readonly Incident[];
}

const shownAlerts = 5;
const shownParts = 10;

/** @throws Fault `missing` for an id that names no incident. */
export async function readCard(
  repositories: Repositories,
  id: string,
  limit: number = shownAlerts,
): Promise<IncidentCard> {
  const { incidents } = repositories;
  const incident = await expectIncident(repositories, id);
  const alerts = await incidents.alertsOf(id, limit);
  const counts = await incidents.countAlerts(id);
  if (!isStorm(incident)) return { incident, alerts, ...counts, storm: undefined };
  const parts = await incidents.childrenOf(id, shownParts);
  const { open, all } = await incidents.countChildren(id);
  return { incident, alerts, ...counts, storm: { open, all, parts } };
}
