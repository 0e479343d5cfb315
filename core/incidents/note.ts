import { actorId, type Incident } from "#core/domain";
import { incidentEvent } from "./events.ts";
import { changeIncident, type IncidentRequest, type Office } from "./request.ts";

/** Somebody says something about an incident, for whoever reads its story later. @throws as `changeIncident`. */
export function note(
  office: Office,
  request: IncidentRequest & { readonly note: string },
): Promise<Incident> {
  const { person, nowMs, note: said } = request;
  return changeIncident(office, { ...request, action: "incident.acknowledge" }, async (r, incident) => {
    const by = actorId(person.actor);
    const told = { atMs: nowMs, id: `${by}:${nowMs}`, mention: false, by, note: said };
    await r.events.append(incidentEvent("noted", incident, told));
    return incident;
  });
}
