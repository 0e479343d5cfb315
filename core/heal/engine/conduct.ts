import {
  isFault,
  isRunFinal,
  messageOf,
  outcomeWithoutOutput,
  type Attempt,
  type Measurement,
  type Plan,
  type PlanStep,
  type Run,
  type StepOutcome,
} from "#core/domain";
import { changedInStore, isAsHashed } from "./admission.ts";
import { endRun } from "./ending.ts";
import type { Journal } from "./journal.ts";
import { nextOf } from "./next.ts";
import type { EngineParts } from "./parts.ts";
import { verify } from "./verify.ts";

/** One run in the hands of this process. */
export interface Conducting {
  readonly plan: Plan;
  readonly journal: Journal;
  /** Somebody wants it to end. */
  readonly wanted: AbortSignal;
  /** This process must let go of it at once: the lease is lost, or it stops. */
  readonly interrupted: AbortSignal;
}

/**
 * Carries a run on from where its journal stands, until it is over, people must be asked, or this process lets go
 * of it. Before each step its intent is durable, and after it its outcome.
 * @throws Fault where the journal cannot be written; whoever takes the run up again finds out what was done.
 */
export async function conduct(parts: EngineParts, run: Conducting): Promise<void> {
  // Taken up again it was read from the store, and nobody has approved what may stand there now.
  if (!isAsHashed(run.plan)) {
    await endRun(parts, run, { verdict: "unknown", reason: `its plan: ${changedInStore}`, by: null });
    return;
  }
  while (!run.interrupted.aborted) {
    const now = run.journal.run;
    const next = nextOf(run.plan, now);
    // What has been begun and not found out about cannot be stopped by not looking.
    const want = isRunFinal(now.state) ? null : now.wantedEnd;
    if (want !== null && next.kind !== "find-out") {
      await endRun(parts, run, { verdict: "unknown", reason: `stopped: ${want.reason}`, by: want.by });
      return;
    }
    switch (next.kind) {
      case "rest":
        return;
      case "look":
        await look(parts, run);
        break;
      case "act":
        await act(parts, run, next.step);
        break;
      case "find-out":
        await findOut(parts, run, next.attempt);
        break;
      case "fail":
        await fail(parts, run, `step ${next.step + 1} failed: ${next.outcome.summary}`);
        break;
      case "verify":
        await prove(parts, run);
        break;
    }
  }
}

async function look(parts: EngineParts, run: Conducting): Promise<void> {
  const before = await measureAll(parts, run);
  if (run.interrupted.aborted) return;
  await run.journal.write({ happening: "started", next: (now) => ({ ...now, before }) });
}

async function act(parts: EngineParts, run: Conducting, step: number): Promise<void> {
  const { clock, hands } = parts;
  const { plan, journal } = run;
  const planned = stepOf(plan, step);
  const attempt: Attempt = { step, startedMs: clock.nowMs(), endedMs: null, outcome: null, saidBy: null };
  const what = planned.kind === "exec" ? "exec" : planned.action;
  const detail = { plan: plan.id, step: step + 1, what };
  await journal.write({
    happening: "step",
    next: (now) => ({ ...now, state: { kind: "running", step }, attempts: [...now.attempts, attempt] }),
    audit: { action: "run.step", outcome: "allowed", detail },
  });
  const doing = {
    signal: AbortSignal.any([run.wanted, run.interrupted]),
    what: `${journal.run.id} step ${step + 1}`,
  };
  const outcome = await outcomeOf(() => hands.act(planned, doing));
  // Killed because this process lets go: how far it came is not known, and the next one finds out.
  if (run.interrupted.aborted) return;
  await journal.write({
    happening: "step",
    next: (now) => ended(now, { outcome, endedMs: clock.nowMs() }),
    audit: { action: "run.step", outcome: outcome.ok ? "done" : "failed", detail },
  });
}

function stepOf({ id, content }: Plan, step: number): PlanStep {
  const found = content.steps[step];
  if (found === undefined) throw new Error(`${id} has no step ${step}`);
  return found;
}

/** What cannot be done is an outcome like any other. */
async function outcomeOf(work: () => Promise<StepOutcome>): Promise<StepOutcome> {
  try {
    return await work();
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return outcomeWithoutOutput(false, messageOf(thrown));
  }
}

async function findOut({ hands, clock }: EngineParts, run: Conducting, attempt: Attempt): Promise<void> {
  const { plan, journal } = run;
  const found = await hands.afterwards(stepOf(plan, attempt.step), attempt.startedMs);
  const endedMs = clock.nowMs();
  const detail = { plan: plan.id, step: attempt.step + 1, found };
  const audit = { action: "run.find-out", outcome: "done", detail } as const;
  switch (found) {
    case "done": {
      const outcome = outcomeWithoutOutput(true, "found done after a restart");
      return journal.write({ happening: "step", audit, next: (now) => ended(now, { outcome, endedMs }) });
    }
    case "not-done":
    case "again":
      return journal.write({
        happening: "step",
        audit,
        next: (now) => ended(now, { outcome: null, endedMs }),
      });
    case "unknown": {
      const reason = "Fettle ended in the midst of it, so whether it was done is not known";
      const state = { kind: "asking", step: attempt.step, reason } as const;
      return journal.write({ happening: "asking", audit, next: (now) => ({ ...now, state }) });
    }
  }
}

/** The last attempt, ended. */
export function ended(run: Run, how: Pick<Attempt, "outcome" | "endedMs"> & { saidBy?: string }): Run {
  const last = run.attempts.at(-1);
  if (last === undefined) throw new Error(`${run.id} has begun no step`);
  return { ...run, attempts: [...run.attempts.slice(0, -1), { ...last, ...how }] };
}

async function prove(parts: EngineParts, run: Conducting): Promise<void> {
  const { clock } = parts;
  const { journal } = run;
  if (journal.run.state.kind !== "verifying") {
    const state = { kind: "verifying", sinceMs: clock.nowMs() } as const;
    await journal.write({ happening: "verifying", next: (now) => ({ ...now, state }) });
  }
  const found = await verify(run.plan.content.verify, {
    clock,
    measure: (assertion) => parts.hands.measure(assertion, measuring(run)),
    signal: AbortSignal.any([run.wanted, run.interrupted]),
    seen: async (after) => {
      if (sameValues(journal.run.after, after)) return;
      await journal.write({ happening: "measured", next: (now) => ({ ...now, after }) });
    },
  });
  if (run.interrupted.aborted) return;
  const { after, verdict, reason } = found;
  await journal.write({ happening: "measured", next: (now) => ({ ...now, after }) });
  // With that entry the journal has learned whether somebody wants it to end.
  if (journal.run.wantedEnd === null) await endRun(parts, run, { verdict, reason, by: null });
}

/** A step has failed: what the proof says now is shown, and changes nothing. */
async function fail(parts: EngineParts, run: Conducting, reason: string): Promise<void> {
  const after = await measureAll(parts, run);
  if (run.interrupted.aborted) return;
  await run.journal.write({ happening: "measured", next: (now) => ({ ...now, after }) });
  if (run.journal.run.wantedEnd === null)
    await endRun(parts, run, { verdict: "not-healed", reason, by: null });
}

function measureAll({ hands }: EngineParts, run: Conducting): Promise<Measurement[]> {
  const { assertions } = run.plan.content.verify;
  return Promise.all(assertions.map((assertion) => hands.measure(assertion, measuring(run))));
}

function measuring({ journal, wanted, interrupted }: Conducting) {
  const signal = AbortSignal.any([wanted, interrupted]);
  return { signal, what: `${journal.run.id} verification` };
}

function sameValues(a: readonly Measurement[], b: readonly Measurement[]): boolean {
  const values = (all: readonly Measurement[]): string =>
    JSON.stringify(all.map(({ name, value, holds, trouble }) => [name, value, holds, trouble]));
  return values(a) === values(b);
}
