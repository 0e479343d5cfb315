import { nextPlanState, type Plan, type PlanState } from "#core/domain";
import type { Repositories } from "#core/store";
import { repairEvent, type RepairHappening } from "../events.ts";

const happeningOf: Readonly<Record<PlanState["kind"], RepairHappening>> = {
  proposed: "proposed",
  approved: "approved",
  denied: "denied",
  expired: "expired",
  superseded: "superseded",
  refused: "refused",
  spent: "started",
};

/**
 * Moves a plan on and tells of it, inside a transaction.
 * @throws Fault `conflict` where it is no longer as it was, or cannot go there.
 */
export async function movePlan(r: Repositories, plan: Plan, to: PlanState): Promise<Plan> {
  const next = { ...plan, state: nextPlanState(plan.state, to) };
  await r.plans.change(plan, next);
  // The run tells of its own beginning.
  if (to.kind === "spent") return next;
  const atMs = "atMs" in to ? to.atMs : plan.createdMs;
  const heldUp = plan.state.kind === "approved" && to.kind === "approved";
  const happening = heldUp ? "held-up" : happeningOf[to.kind];
  const by = "by" in to ? { by: to.by } : {};
  await r.events.append(repairEvent(next, { happening, atMs, id: `${atMs}`, ...by }));
  return next;
}
