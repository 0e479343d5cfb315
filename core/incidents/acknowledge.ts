import type { Guard } from "#core/access";
import {
  type Actor,
  actorId,
  Fault,
  type Incident,
  type IncidentStep,
  nextIncidentState,
} from "#core/domain";
import type { Store } from "#core/store";
import { incidentEvent, type IncidentHappening } from "./events.ts";

/** Who wants what of which incident, and when. */
export interface IncidentRequest {
  readonly store: Store;
  readonly guard: Guard;
  readonly actor: Actor;
  readonly id: string;
  readonly nowMs: number;
}

/** How long an acknowledgement holds; then it lapses, and people are asked whether somebody is still on it. */
const acknowledgedForMs = 60 * 60_000;

/**
 * Takes an incident on; a second person may take it over.
 * @throws Fault `missing` for an unknown id, `denied` without the right, `conflict` for an incident that is
 * gathering or resolved, or whose severity rose while the right was looked up.
 */
export function acknowledge(request: IncidentRequest): Promise<Incident> {
  const { actor, nowMs: atMs } = request;
  const lapsesAtMs = atMs + acknowledgedForMs;
  return step(request, { kind: "acknowledge", by: actorId(actor), atMs, lapsesAtMs }, "acknowledged");
}

/** Gives an incident back. Faults as with `acknowledge`. */
export function unacknowledge(request: IncidentRequest): Promise<Incident> {
  return step(request, { kind: "unacknowledge", atMs: request.nowMs }, "changed");
}

async function step(
  { store, guard, actor, id, nowMs }: IncidentRequest,
  taken: IncidentStep,
  happening: IncidentHappening,
): Promise<Incident> {
  const found = await store.read((r) => r.incidents.byId(id));
  if (found === undefined) throw new Fault("missing", `there is no incident ${JSON.stringify(id)}`);
  const resource = {
    type: "Incident" as const,
    id,
    attributes: { severity: found.severity, labels: found.labels },
  };
  return guard.inStore({ actor, action: "incident.acknowledge", resource }, async (r) => {
    const incident = (await r.incidents.byId(id)) ?? found;
    // The policies were asked about the severity that was read before.
    if (incident.severity !== found.severity) {
      throw new Fault(
        "conflict",
        `${id} has severity ${incident.severity} now, not ${found.severity}; try again`,
      );
    }
    const next = { ...incident, state: nextIncidentState(incident.state, taken), changedMs: nowMs };
    await r.incidents.put(next);
    const cause = `${taken.kind}:${actorId(actor)}:${nowMs}`;
    await r.events.append(incidentEvent(happening, next, { atMs: nowMs, id: cause, mention: false }));
    return next;
  });
}
