import { type Alert, type Incident, isFiring } from "#core/domain";
import type { Repositories } from "#core/store";
import type { Runbook } from "../shelf.ts";

/** An incident with its alerts: what a runbook may be a repair for. */
export interface About {
  readonly incident: Incident;
  readonly alerts: readonly Alert[];
}

const mostAlerts = 50;

export async function aboutOf(r: Repositories, id: string): Promise<About | undefined> {
  const incident = await r.incidents.byId(id);
  return incident === undefined
    ? undefined
    : { incident, alerts: await r.incidents.alertsOf(id, mostAlerts) };
}

/** Why a runbook is no repair for an incident; undefined where it is one. */
export function misfit(runbook: Runbook, { incident, alerts }: About): string | undefined {
  const { name, event } = runbook;
  if (incident.state.kind === "resolved") return `${incident.id} is resolved already`;
  const isFor = alerts.some((alert) => alert.event === event && isFiring(alert));
  if (isFor && runbook.fits(incident)) return undefined;
  const what = isFor ? "its condition does not hold" : `no alert of it is ${event}`;
  return `"${name}" does not fit ${incident.id}: ${what}`;
}
