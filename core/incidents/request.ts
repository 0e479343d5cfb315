import type { Access, Action, Guard, Person, Resource } from "#core/access";
import { Fault, type Incident, isOpen } from "#core/domain";
import type { Repositories, Store } from "#core/store";

/** Where people do something about incidents: what every request needs besides itself. */
export interface Office {
  readonly store: Store;
  readonly guard: Guard;
  readonly access: () => Access;
}

/** Who wants something of which incident, and when. */
export interface IncidentRequest {
  readonly person: Person;
  readonly id: string;
  readonly nowMs: number;
}

/** Parts of a storm that are looked at when somebody does something about the whole. */
const mostParts = 1_000;

export function incidentResource({ id, severity, labels }: Incident): Resource {
  return { type: "Incident", id, attributes: { severity, labels } };
}

/** @throws Fault `missing`. */
export async function expectIncident({ incidents }: Repositories, id: string): Promise<Incident> {
  const found = await incidents.byId(id);
  if (found !== undefined) return found;
  throw new Fault("missing", `there is no incident ${JSON.stringify(id)}`);
}

/**
 * Changes an incident for somebody who may. What is done to a storm is done to all that it consists of, so
 * that its right is needed on each part too.
 * @throws Fault `missing` for an unknown id, `Denied` without the right, `conflict` where what the policies
 * were asked about changed meanwhile, and whatever `work` throws.
 */
export async function changeIncident<T>(
  { store, guard, access }: Office,
  { person, id, action }: IncidentRequest & { readonly action: Action },
  work: (repositories: Repositories, incident: Incident) => Promise<T>,
): Promise<T> {
  const may = (part: Incident): boolean =>
    access().can({ ...person, action, resource: incidentResource(part) });
  const { found, refusing } = await store.read(async (r) => {
    const incident = await expectIncident(r, id);
    return { found: incident, refusing: (await openParts(r, incident)).find((part) => !may(part)) };
  });
  const resource = incidentResource(refusing ?? found);
  return guard.inStore({ ...person, action, resource }, async (r) => {
    const incident = await expectIncident(r, id);
    // Asked once more: the policies, or what they look at, may be others by now.
    if (![incident, ...(await openParts(r, incident))].every(may))
      throw new Fault("conflict", `${id} has changed meanwhile; look at it and try again`);
    return work(r, incident);
  });
}

/** What a storm consists of and is not over; nothing for any other incident. */
export async function openParts({ incidents }: Repositories, { id }: Incident): Promise<Incident[]> {
  const parts = await incidents.childrenOf(id, mostParts);
  return parts.filter(({ state }) => isOpen(state));
}
