import { actorId, Fault, type Incident, type IncidentStep, nextIncidentState } from "#core/domain";
import { incidentEvent, type IncidentHappening } from "./events.ts";
import { changeIncident, type IncidentRequest, type Office } from "./request.ts";

/** How long an acknowledgement holds; then it lapses, and people are called again. */
const acknowledgedForMs = 60 * 60_000;
/** So long before, whoever acknowledged it is asked whether they are still on it. */
const askBeforeMs = 10 * 60_000;

export interface Taking {
  /** What they say about it. */
  readonly note?: string;
  /** Whether they want it although somebody else has it. */
  readonly over: boolean;
}

/**
 * Takes an incident on; whoever has it already goes on for another hour.
 * @throws as `changeIncident`, and Fault `conflict` for an incident that is gathering or resolved, or that somebody
 * else has, unless it is to be taken over.
 */
export function acknowledge(office: Office, request: IncidentRequest & Taking): Promise<Incident> {
  const { person, nowMs: atMs } = request;
  const lapsesAtMs = atMs + acknowledgedForMs;
  const taken = { atMs, asksAtMs: lapsesAtMs - askBeforeMs, lapsesAtMs, by: actorId(person.actor) };
  return step(
    office,
    request,
    { step: { kind: "acknowledge", ...taken }, happening: "acknowledged" },
    (incident) => {
      const { state, id } = incident;
      if (request.over || state.kind !== "acknowledged" || state.by === taken.by) return;
      throw new Fault("conflict", `${id} is taken already, by ${state.by}; take it over if they know`);
    },
  );
}

function isTheirs({ state }: Incident, by: string): boolean {
  return state.kind === "acknowledged" && state.by === by;
}

/** Gives an incident back. Faults as with `acknowledge`. */
export function unacknowledge(office: Office, request: IncidentRequest): Promise<Incident> {
  const given: IncidentStep = { kind: "unacknowledge", atMs: request.nowMs };
  return step(office, request, { step: given, happening: "returned" });
}

function step(
  office: Office,
  request: IncidentRequest & { readonly note?: string },
  { step: taken, happening }: { readonly step: IncidentStep; readonly happening: IncidentHappening },
  expect: (incident: Incident) => void = () => {},
): Promise<Incident> {
  const { person, nowMs, note } = request;
  const by = actorId(person.actor);
  return changeIncident(office, { ...request, action: "incident.acknowledge" }, async (r, incident) => {
    expect(incident);
    const renewed = happening === "acknowledged" && isTheirs(incident, by);
    const next = { ...incident, state: nextIncidentState(incident.state, taken), changedMs: nowMs };
    await r.incidents.put(next);
    const told = {
      atMs: nowMs,
      id: `${by}:${nowMs}`,
      mention: false,
      by,
      ...(note === undefined ? {} : { note }),
    };
    // Whoever has it and says nothing new tells nobody anything: the card alone shows until when.
    const telling = renewed && note === undefined ? { atMs: nowMs, id: told.id, mention: false } : told;
    await r.events.append(
      incidentEvent(renewed && note === undefined ? "changed" : happening, next, telling),
    );
    return next;
  });
}
