import type { Access, AccessRequest, Guard, Person, Resource } from "#core/access";
import { Fault, type Incident, type Plan, type PlanContent, type Run } from "#core/domain";
import type { Clock } from "#core/runtime";
import type { Repositories, Store } from "#core/store";
import type { Recheck } from "../engine/admission.ts";
import type { Hands } from "../hands/hands.ts";

/** Where people work on repairs: what every request needs besides itself. */
export interface RepairOffice {
  readonly store: Store;
  readonly guard: Guard;
  readonly access: () => Access;
  readonly clock: Clock;
  readonly hands: Hands;
  readonly recheck: Recheck;
  /** Something has changed that the engine may act on. */
  readonly wake: () => void;
}

/** How long a look at the world may take while somebody waits who has clicked. */
export const lookMs = 12_000;

export interface RepairRequest {
  readonly person: Person;
  /** The plan's id. */
  readonly id: string;
}

/** A plan as policies see it, with the labels and the severity of the incident that it is for. */
export function planResource(
  plan: { readonly id: string; readonly content: Pick<PlanContent, "runbook" | "target"> },
  incident: Pick<Incident, "severity" | "labels"> | undefined,
): Resource {
  const { runbook, target } = plan.content;
  const labels = incident?.labels ?? {};
  const severity = incident === undefined ? {} : { severity: incident.severity };
  return { type: "Plan", id: plan.id, attributes: { runbook, target: target.name, labels, ...severity } };
}

/** Whether this person is in the group that a plan wants its approvals from; policies decide beside it. */
export function isAsked(access: Access, person: Person, { content: { approvals } }: Plan): boolean {
  return approvals.group === null || access.groupsOf(person).includes(approvals.group);
}

/** @throws Fault `missing`. */
async function expectPlan(r: Repositories, id: string): Promise<Plan> {
  const found = await r.plans.byId(id);
  if (found !== undefined) return found;
  throw new Fault("missing", `there is no plan ${JSON.stringify(id)}`);
}

/** A run by its own id or its plan's. @throws Fault `missing`. */
export async function expectRun(r: Repositories, id: string): Promise<Run> {
  const found = (await r.runs.byId(id)) ?? (await r.runs.ofPlan(id));
  if (found !== undefined) return found;
  throw new Fault("missing", `there is no run ${JSON.stringify(id)}`);
}

export async function incidentOf(r: Repositories, { subject }: Plan): Promise<Incident | undefined> {
  return subject.kind === "incident" ? r.incidents.byId(subject.id) : undefined;
}

/** A plan and what policies are asked about it. @throws Fault `missing`. */
export async function lookUp(r: Repositories, id: string): Promise<{ plan: Plan; resource: Resource }> {
  const plan = await expectPlan(r, id);
  return { plan, resource: planResource(plan, await incidentOf(r, plan)) };
}

/**
 * Changes something about a plan for somebody who may: asked before, and once more in the transaction itself, as
 * plan, incident and policies stand then.
 * @throws Fault `missing` for an unknown plan, `Denied` without the right, and whatever `work` throws.
 */
export async function changePlan<T>(
  { store, guard, access }: RepairOffice,
  { person, id, action, detail = {} }: RepairRequest & Pick<AccessRequest, "action" | "detail">,
  work: (r: Repositories, plan: Plan) => Promise<T>,
): Promise<T> {
  const { resource } = await store.read((r) => lookUp(r, id));
  return guard.inStore({ ...person, action, resource, detail }, async (r) => {
    const now = await lookUp(r, id);
    if (access().can({ ...person, action, resource: now.resource })) return work(r, now.plan);
    throw new Fault("conflict", `${id} has changed meanwhile; look at it and try again`);
  });
}
