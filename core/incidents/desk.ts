import type { Person } from "#core/access";
import type { Incident } from "#core/domain";
import type { Clock } from "#core/runtime";
import { acknowledge, type Taking, unacknowledge } from "./acknowledge.ts";
import { type IncidentCard, readCard } from "./card.ts";
import { note } from "./note.ts";
import { expectIncident, incidentResource, type Office } from "./request.ts";
import { resolve } from "./resolve.ts";

/**
 * Where people work on incidents, whatever they sit at: what they may see, and what they do. Everything is
 * asked of the policies when it is done; what changes something is audited.
 *
 * Faults of all that name an incident: `missing` for an unknown one, `Denied` without the right.
 */
export interface Desk {
  /** Open incidents that this person may read, worst first. */
  list(person: Person): Promise<IncidentList>;
  /** One incident with its alerts, at most `limit`. */
  card(person: Person, id: string, limit?: number): Promise<IncidentCard>;
  /** Takes it on for an hour. Fault `conflict` where it is over, not told yet, or somebody else's. */
  acknowledge(person: Person, id: string, taking: Taking): Promise<Incident>;
  /** Gives it back. Fault `conflict` where nobody has it. */
  unacknowledge(person: Person, id: string): Promise<Incident>;
  /** Says something about it. */
  note(person: Person, id: string, note: string): Promise<Incident>;
  /** Says that it is over. Fault `conflict` where it is already. */
  resolve(person: Person, id: string, note: string): Promise<Incident>;
}

export interface IncidentList {
  readonly cards: readonly IncidentCard[];
  /** How many more there are that this person may not read. */
  readonly hidden: number;
  /** There are more than were looked at, none of them worse. */
  readonly beyond: boolean;
}

const mostListed = 200;

export interface DeskOptions extends Office {
  readonly clock: Clock;
  /** What people write goes through it: somebody pastes a line with a password in it. */
  readonly redact: (text: string) => string;
}

export function openDesk({ clock, redact, ...office }: DeskOptions): Desk {
  const { store, guard, access } = office;
  const at = (person: Person, id: string) => ({ person, id, nowMs: clock.nowMs() });
  return {
    list: (person) =>
      store.read(async (r) => {
        const found = await r.incidents.listOpen(mostListed + 1);
        const open = found.slice(0, mostListed).filter(({ state }) => state.kind !== "gathering");
        const visible = open.filter((incident) =>
          access().can({ ...person, action: "incident.read", resource: incidentResource(incident) }),
        );
        const cards = await Promise.all(visible.map(({ id }) => readCard(r, id)));
        return { cards, hidden: open.length - visible.length, beyond: found.length > mostListed };
      }),
    card: (person, id, limit) =>
      store.read(async (r) => {
        const resource = incidentResource(await expectIncident(r, id));
        guard.expect({ ...person, action: "incident.read", resource });
        return readCard(r, id, limit);
      }),
    acknowledge: (person, id, { over, note: said }) => {
      const taking = said === undefined ? { over } : { over, note: redact(said) };
      return acknowledge(office, { ...at(person, id), ...taking });
    },
    unacknowledge: (person, id) => unacknowledge(office, at(person, id)),
    note: (person, id, said) => note(office, { ...at(person, id), note: redact(said) }),
    resolve: (person, id, said) => resolve(office, { ...at(person, id), note: redact(said) }),
  };
}
