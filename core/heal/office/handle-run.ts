import { actorId, Fault, isRunFinal, outcomeWithoutOutput, type Attempt, type Run } from "#core/domain";
import type { Repositories } from "#core/store";
import { ended } from "../engine/conduct.ts";
import { repairEvent } from "../events.ts";
import { changePlan, expectRun, type RepairOffice, type RepairRequest } from "./office.ts";

/** What somebody says of a step that nothing can be known of: it was done, it is to be done again, or it is to end. */
export type Answer = "done" | "again" | "stop";

/**
 * Ends a run before its time: what goes on is killed, with everything that it started.
 * @param request `id` names the run or its plan.
 * @throws as `changePlan`, and Fault `conflict` for a run that is over.
 */
export async function abort(
  office: RepairOffice,
  { person, id, reason }: RepairRequest & { readonly reason: string },
): Promise<Run> {
  const run = await office.store.read((r) => expectRun(r, id));
  const aborted = await changePlan(office, { person, id: run.plan, action: "run.abort" }, (r) =>
    wantEnd(r, run.id, { by: actorId(person.actor), reason, atMs: office.clock.nowMs() }),
  );
  office.wake();
  return aborted;
}

/** Writes down that a run is to end; the engine sees it, wherever it runs. */
export async function wantEnd(
  r: Repositories,
  id: string,
  { by, reason, atMs }: { readonly by: string; readonly reason: string; readonly atMs: number },
): Promise<Run> {
  const run = await expectRun(r, id);
  if (isRunFinal(run.state)) throw new Fault("conflict", `${id} is over: ${run.state.kind}`);
  if (run.wantedEnd !== null) return run;
  const next: Run = { ...run, wantedEnd: { by, reason } };
  await r.runs.change(run, next);
  const plan = await r.plans.byId(run.plan);
  if (plan === undefined) throw new Error(`${run.plan} of ${id} is not in the store`);
  await r.events.append(
    repairEvent(plan, { happening: "abort-wanted", atMs, id: `${by}:${atMs}`, run: next, by }),
  );
  return next;
}

/**
 * Answers the question that a run asks after a crash.
 * @throws as `changePlan`, and Fault `conflict` for a run that asks nothing, or asks about another step by now.
 */
export async function answer(
  office: RepairOffice,
  { person, id, said, step }: RepairRequest & { readonly said: Answer; readonly step?: number },
): Promise<Run> {
  const known = await office.store.read((r) => expectRun(r, id));
  const reason = "somebody chose to stop where the outcome of a step was not known";
  if (said === "stop") return abort(office, { person, id: known.id, reason });
  const { clock } = office;
  const answered = await changePlan(
    office,
    { person, id: known.plan, action: "plan.approve" },
    async (r, plan) => {
      const run = await expectRun(r, known.id);
      const { state } = run;
      if (state.kind !== "asking" || (step !== undefined && state.step !== step)) {
        throw new Fault("conflict", `${run.id} asks nothing like that any more: it is ${state.kind}`);
      }
      const [by, atMs] = [actorId(person.actor), clock.nowMs()];
      const next: Run = {
        ...ended(run, saidOf(said, by, atMs)),
        state: { kind: "running", step: state.step },
      };
      await r.runs.change(run, next);
      await r.events.append(
        repairEvent(plan, { happening: "answered", atMs, id: `${by}:${atMs}`, run: next, by }),
      );
      return next;
    },
  );
  office.wake();
  return answered;
}

function saidOf(
  said: "done" | "again",
  saidBy: string,
  endedMs: number,
): Pick<Attempt, "outcome" | "endedMs"> & { saidBy: string } {
  if (said === "again") return { outcome: null, endedMs, saidBy };
  return { outcome: outcomeWithoutOutput(true, "said to be done"), endedMs, saidBy };
}
