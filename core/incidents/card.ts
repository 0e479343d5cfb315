import { type Alert, Fault, type Incident } from "#core/domain";
import type { Repositories } from "#core/store";

/** What a card shows of an incident, whatever it is drawn on. */
export interface IncidentCard {
  readonly incident: Incident;
  /** The worst and newest first, at most five unless more were asked for. */
  readonly alerts: readonly Alert[];
  readonly firing: number;
  readonly all: number;
}

const shown = 5;

/** @throws Fault `missing` for an id that names no incident. */
export async function readCard(
  repositories: Repositories,
  id: string,
  limit: number = shown,
): Promise<IncidentCard> {
  const incident = await repositories.incidents.byId(id);
  if (incident === undefined) throw new Fault("missing", `there is no incident ${JSON.stringify(id)}`);
  const alerts = await repositories.incidents.alertsOf(id, limit);
  return { incident, alerts, ...(await repositories.incidents.countAlerts(id)) };
}
