import type { Person } from "#core/access";
import {
  actorId,
  type Approval,
  Fault,
  type Plan,
  refuseVote,
  type VoteRefusal,
  votesMissing,
} from "#core/domain";
import type { Repositories } from "#core/store";
import { type Admission, stillAsShown, stillCalledFor } from "../engine/admission.ts";
import { repairEvent } from "../events.ts";
import { movePlan } from "../plan/moves.ts";
import { changePlan, isAsked, lookMs, lookUp, type RepairOffice, type RepairRequest } from "./office.ts";

/**
 * One person's approval. Before it counts, the plan is made anew and its check asked again: what has changed
 * since it was shown, or is over, is not approved but refused for good.
 * @param hash of what was shown; where it is not told, of the plan as it is stored.
 * @throws as `changePlan`; Fault `denied` for whoever is in none of the groups that the runbook asks for,
 * `conflict` for a vote that does not count or a plan that no longer applies, `unavailable` where that cannot be told.
 */
export async function approve(
  office: RepairOffice,
  { hash, ...request }: RepairRequest & { readonly hash?: string },
): Promise<Plan> {
  const { store, guard, clock, wake } = office;
  const { person } = request;
  const { plan: shown, resource } = await store.read((r) => lookUp(r, request.id));
  // Before anything of the plan is told: nobody learns by a click what they may not read.
  await guard.demand({ ...person, action: "plan.approve", resource });
  const vote = (): Approval => ({ hash: hash ?? shown.hash, by: actorId(person.actor), atMs: clock.nowMs() });
  expectVote(office, { plan: shown, person, vote: vote() });
  await expectStillGood(office, shown);
  // Whoever changed plan, hash and votes in the store could not change this.
  const detail = { hash: shown.hash };
  const voted = await changePlan(office, { ...request, action: "plan.approve", detail }, async (r, plan) => {
    const cast = vote();
    expectVote(office, { plan, person, vote: cast });
    return count(r, plan, cast);
  });
  wake();
  return voted;
}

/** By compare-and-set: of two votes at the same time each counts, on top of the other. */
async function count(r: Repositories, plan: Plan, vote: Approval): Promise<Plan> {
  const { by, atMs } = vote;
  const voted = { ...plan, votes: [...plan.votes, vote] };
  await r.plans.change(plan, voted);
  await r.events.append(repairEvent(voted, { happening: "voted", atMs, id: `${by}:${atMs}`, by }));
  return votesMissing(voted) > 0 ? voted : movePlan(r, voted, { kind: "approved", atMs, heldUp: null });
}

function expectVote(
  { access }: RepairOffice,
  { plan, person, vote }: { plan: Plan; person: Person; vote: Approval },
): void {
  if (!isAsked(access(), person, plan)) {
    const yours = access().groupsOf(person).join(", ") || "no group";
    throw new Fault(
      "denied",
      `${plan.id} needs an approver in "${plan.content.approvals.group}"; you are in ${yours}: ask one of them`,
    );
  }
  const refusal = refuseVote(plan, vote);
  if (refusal !== undefined) throw new Fault("conflict", whyNot(refusal, plan));
}

function whyNot(refusal: VoteRefusal, { id, state }: Plan): string {
  switch (refusal) {
    case "stale-hash":
      return `${id} is not what you were shown; look at it again`;
    case "not-open":
      return `${id} is ${state.kind} already`;
    case "expired":
      return `${id} has expired; choose the repair again, it is made anew`;
    case "own-plan":
      return `${id} is your own plan; somebody else must approve it`;
    case "voted-already":
      return `you have approved ${id} already; somebody else must approve it, too`;
  }
}

/** @throws Fault `conflict` after the plan has been refused for good; `unavailable` where it cannot be told. */
async function expectStillGood(office: RepairOffice, plan: Plan): Promise<void> {
  const { clock, recheck } = office;
  const shown = await stillAsShown(plan, recheck);
  const found = shown.kind === "go" ? await stillCalledFor(office, plan, clock.deadline(lookMs)) : shown;
  if (found.kind === "go") return;
  if (found.kind === "wait")
    throw new Fault("unavailable", `${plan.id} cannot be approved now: ${found.why}`);
  await refuse(office, plan, found);
  const fields = found.drift.map(({ path }) => path).join(", ");
  throw new Fault(
    "conflict",
    `${plan.id} was not approved: ${found.why}${fields === "" ? "" : ` (${fields})`}`,
  );
}

async function refuse(
  { store, clock }: RepairOffice,
  known: Plan,
  { why: reason, drift }: Extract<Admission, { kind: "refuse" }>,
): Promise<void> {
  await store.write(async (r) => {
    const plan = await r.plans.byId(known.id);
    if (plan?.state.kind !== "proposed") return;
    await movePlan(r, plan, { kind: "refused", reason, drift, atMs: clock.nowMs() });
  });
}

/**
 * Says no to a plan, for good; also to one that is approved and waits. Whoever may approve it may deny it.
 * @throws as `changePlan`, and Fault `conflict` for a plan that is over or runs.
 */
export function deny(
  office: RepairOffice,
  { reason, ...request }: RepairRequest & { readonly reason: string },
): Promise<Plan> {
  const detail = { vote: "deny" };
  return changePlan(office, { ...request, action: "plan.approve", detail }, (r, plan) => {
    const by = actorId(request.person.actor);
    return movePlan(r, plan, { kind: "denied", by, reason, atMs: office.clock.nowMs() });
  });
}
