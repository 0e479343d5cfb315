import { actorId, type Incident, nextIncidentState } from "#core/domain";
import type { Repositories } from "#core/store";
import { settle } from "./alerting.ts";
import { incidentEvent } from "./events.ts";
import { followPart } from "./storm.ts";
import { changeIncident, type IncidentRequest, type Office, openParts } from "./request.ts";

const mostAlerts = 10_000;

/**
 * Somebody says that it is over: all its alerts resolve, and it with them; of a storm, all its parts. If the
 * trouble is seen again within half an hour, the incident opens again.
 * @throws as `changeIncident`, and Fault `conflict` for an incident that is resolved.
 */
export function resolve(
  office: Office,
  request: IncidentRequest & { readonly note: string },
): Promise<Incident> {
  return changeIncident(office, { ...request, action: "incident.resolve" }, async (r, incident) => {
    for (const part of await openParts(r, incident)) await close(r, part, request);
    const resolved = await close(r, incident, request);
    // A storm is over when the last of its parts is.
    await followPart(r, resolved, { nowMs: request.nowMs, cause: `${incident.id}:${request.nowMs}` });
    return resolved;
  });
}

async function close(
  r: Repositories,
  incident: Incident,
  { person, nowMs: atMs, note }: IncidentRequest & { readonly note: string },
): Promise<Incident> {
  const by = actorId(person.actor);
  const state = nextIncidentState(incident.state, { kind: "resolve", atMs, by, note });
  for (const alert of await r.incidents.alertsOf(incident.id, mostAlerts)) {
    if (alert.state.kind === "firing") await settle(r, alert, { atMs, reason: "declared" });
  }
  const resolved = { ...incident, state, changedMs: atMs };
  await r.incidents.put(resolved);
  const told = { atMs, id: `${by}:${atMs}`, mention: false, by, note };
  await r.events.append(incidentEvent("resolved", resolved, told));
  return resolved;
}
