import type { Plan, Run } from "#core/domain";
import { repairEvent } from "../events.ts";
import { brakeOn } from "../plan/brakes.ts";
import { movePlan } from "../plan/moves.ts";
import type { Admission } from "./admission.ts";
import { takeLease } from "./lease.ts";
import { engineActor, type EngineParts } from "./parts.ts";

/**
 * Makes the one run that an approved plan allows: the lease of its target, the spent plan and the run are one
 * transaction, so of several processes one makes it.
 * @returns the run, or why it must wait.
 */
export function startRun(parts: EngineParts, known: Plan): Promise<Run | string | undefined> {
  const { store, clock } = parts;
  return store.write(async (r) => {
    const atMs = clock.nowMs();
    const plan = await r.plans.byId(known.id);
    // Somebody else was faster: it has been started, denied or expired.
    if (plan?.state.kind !== "approved" || plan.hash !== known.hash || atMs >= plan.expiresMs)
      return undefined;
    const brake = await brakeOn(r, plan, atMs);
    if (brake !== undefined) return brake;
    const target = plan.content.target.name;
    const fence = await takeLease(r, parts, { target, plan: plan.id });
    if (fence === undefined) return `another Fettle is at work on ${target}`;
    const id = await r.runs.nextId();
    const run: Run = {
      id,
      plan: plan.id,
      runbook: plan.content.runbook,
      target,
      startedMs: atMs,
      fence,
      state: { kind: "pending" },
      attempts: [],
      before: [],
      after: [],
      wantedEnd: null,
      receipt: null,
    };
    const spent = await movePlan(r, plan, { kind: "spent", run: id, atMs });
    await r.runs.insert(run);
    const detail = { plan: plan.id, hash: plan.hash };
    await r.audit.append({
      atMs,
      actor: engineActor,
      action: "run.start",
      resource: `run:${id}`,
      outcome: "allowed",
      policies: [],
      detail,
    });
    await r.events.append(repairEvent(spent, { happening: "started", atMs, id, run }));
    return run;
  });
}

/** Writes down why an approved plan waits, or that it will never run; nothing where that is said already. */
export async function standBack(
  { store, clock }: EngineParts,
  known: Plan,
  found: Exclude<Admission, { kind: "go" }>,
): Promise<void> {
  await store.write(async (r) => {
    const plan = await r.plans.byId(known.id);
    if (plan?.state.kind !== "approved") return;
    const atMs = clock.nowMs();
    if (found.kind === "wait") {
      if (plan.state.heldUp === found.why) return;
      await movePlan(r, plan, { ...plan.state, heldUp: found.why });
      return;
    }
    await movePlan(r, plan, { kind: "refused", reason: found.why, drift: found.drift, atMs });
    const detail = { hash: plan.hash, because: found.why };
    const entry = { action: "run.start", resource: `plan:${plan.id}`, outcome: "denied", detail } as const;
    await r.audit.append({ atMs, actor: engineActor, policies: [], ...entry });
  });
}
