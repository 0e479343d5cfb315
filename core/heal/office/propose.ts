import type { Person } from "#core/access";
import { actorId, Fault, type Plan, type PlanContent, type PlanSubject } from "#core/domain";
import { incidentResource } from "#core/incidents";
import type { Repositories } from "#core/store";
import { repairEvent } from "../events.ts";
import { hashOf } from "../plan/hash.ts";
import { movePlan } from "../plan/moves.ts";
import { type About, aboutOf, misfit } from "./about.ts";
import { lookMs, planResource, type RepairOffice } from "./office.ts";
import type { Rendering } from "./rendering.ts";

export interface ProposeRequest {
  readonly person: Person;
  readonly runbook: string;
  /** The incident that it is for; undefined where somebody wants it done without one. */
  readonly incident: string | undefined;
}

/**
 * Makes a plan from a runbook and shows it; nothing runs. A plan for the same incident that is still open makes
 * way, unless it is the same: then that is the one. A runbook that nobody edited proposes itself, so whoever
 * chose it may approve it.
 * @throws Fault `missing` for an unknown runbook or incident, `Denied` without the right, `conflict` where the
 * runbook does not fit, its check says that there is nothing to repair, or a repair is under way.
 */
export async function propose(
  office: RepairOffice & { readonly rendering: Rendering },
  { person, runbook: name, incident: id }: ProposeRequest,
): Promise<Plan> {
  const { store, guard, clock, rendering } = office;
  const runbook = rendering.runbook(name);
  const found = await store.read((r) => lookAt(r, id));
  const draft = { id: "new", content: { runbook: name, target: rendering.targetOf(found.alerts) } };
  const asked = { ...person, action: "plan.propose", resource: planResource(draft, found.incident) } as const;
  // Whoever may not is told so, before anything of the runbook is.
  await guard.demand(asked);
  if (found.incident !== undefined) {
    guard.expect({ ...person, action: "incident.read", resource: incidentResource(found.incident) });
    const why = misfit(runbook, found);
    if (why !== undefined) throw new Fault("conflict", why);
  } else if (!runbook.fits(undefined)) {
    const why = `"${name}" has a condition on its incident (where …): name the incident that it is for`;
    throw new Fault("conflict", why);
  }
  const content = rendering.render(runbook, found);
  const before = await look(office, content);
  const subject: PlanSubject =
    id === undefined ? { kind: "request", by: actorId(person.actor) } : { kind: "incident", id };
  return guard.inStore(asked, async (r) => {
    const nowMs = clock.nowMs();
    const hash = hashOf(content);
    const known = await makeRoom(r, { subject, hash, by: actorId(person.actor), nowMs });
    if (known !== undefined) return known;
    const plan: Plan = {
      id: await r.plans.nextId(),
      hash,
      content,
      subject,
      proposer: `fettle:runbook ${name}`,
      votes: [],
      createdMs: nowMs,
      expiresMs: nowMs + content.approvals.withinMs,
      before,
      state: { kind: "proposed" },
    };
    await r.plans.insert(plan);
    await r.events.append(
      repairEvent(plan, { happening: "proposed", atMs: nowMs, id: plan.id, by: actorId(person.actor) }),
    );
    return plan;
  });
}

async function lookAt(
  r: Repositories,
  id: string | undefined,
): Promise<About | { readonly incident: undefined; readonly alerts: readonly never[] }> {
  if (id === undefined) return { incident: undefined, alerts: [] };
  const found = await aboutOf(r, id);
  if (found !== undefined) return found;
  throw new Fault("missing", `there is no incident ${JSON.stringify(id)}`);
}

/** What the check gives now; where it says no, there is nothing to repair. */
async function look({ hands, clock }: RepairOffice, { check }: PlanContent) {
  if (check === null) return null;
  const doing = { signal: clock.deadline(lookMs), what: "check of a plan that is made" };
  const seen = await hands.measure(check, doing);
  if (seen.holds !== false) return seen;
  throw new Fault(
    "conflict",
    `there is nothing to repair: ${seen.name} does not hold, it gave ${String(seen.value)}`,
  );
}

const mostOpen = 1_000;

/** The open plan of the incident, where it is the same; another one is superseded. Without an incident only the same one is meant. */
async function makeRoom(
  r: Repositories,
  { subject, hash, by, nowMs }: { subject: PlanSubject; hash: string; by: string; nowMs: number },
): Promise<Plan | undefined> {
  if (subject.kind !== "incident") {
    const open = await r.plans.listOpen(mostOpen);
    return open.find(
      (plan) => plan.subject.kind === "request" && plan.hash === hash && nowMs < plan.expiresMs,
    );
  }
  const busy = (await r.plans.ofIncident(subject.id, 1))[0];
  const run = busy === undefined ? undefined : await r.runs.ofPlan(busy.id);
  if (run !== undefined && run.receipt === null) {
    throw new Fault("conflict", `${run.id} is under way for ${subject.id}; wait for its end, or abort it`);
  }
  const open = await r.plans.openOf(subject.id);
  if (open === undefined) return undefined;
  if (open.hash === hash && nowMs < open.expiresMs) return open;
  if (open.state.kind === "approved") {
    throw new Fault("conflict", `${open.id} is approved and about to run; deny it first if it must not`);
  }
  await movePlan(r, open, { kind: "superseded", by, atMs: nowMs });
  return undefined;
}
