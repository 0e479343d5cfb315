import { isFault, type Plan, type Run } from "#core/domain";
import { openLoop } from "#core/runtime";
import type { Repositories } from "#core/store";
import { movePlan } from "../plan/moves.ts";
import { admit, type Recheck } from "./admission.ts";
import { conduct } from "./conduct.ts";
import { openJournal } from "./journal.ts";
import { keepLease } from "./lease.ts";
import type { EngineParts } from "./parts.ts";
import { takeUp } from "./resume.ts";
import { standBack, startRun } from "./start.ts";

export interface Engine extends AsyncDisposable {
  /** There may be something to do: a plan was approved, somebody answered, a run is to end. */
  wake(): void;
}

export interface EngineOptions extends EngineParts {
  readonly recheck: Recheck;
  /** So long a step that goes on may finish when the engine is closed; then it is killed. */
  readonly graceMs?: number;
}

const everyMs = 1_000;
const mostAtOnce = 50;
const defaultGraceMs = 8_000;

/**
 * Runs approved plans, each at most once whatever crashes, and takes up runs whose process died. Any number of
 * engines may share a store. Closing waits a little for the steps that go on, and leaves the rest to the next start.
 */
export function openEngine(options: EngineOptions): Engine {
  const { store, clock, log, recheck } = options;
  const stopping = new AbortController();
  const conducting = new Map<string, Promise<void>>();
  const beats = new Set<() => void>();

  async function tick(signal: AbortSignal): Promise<void> {
    const { due, approved, open } = await store.read(async (r) => ({
      due: await r.plans.due(clock.nowMs(), mostAtOnce),
      approved: await r.plans.approved(mostAtOnce),
      open: await r.runs.listOpen(mostAtOnce),
    }));
    for (const plan of due) await store.write((r) => expire(r, plan, clock.nowMs()));
    await Promise.all(open.filter(needsHands).map(resume));
    await Promise.all(approved.map((plan) => begin(plan, signal)));
  }

  /** One plan that cannot be looked at never stops the others. */
  async function begin(plan: Plan, signal: AbortSignal): Promise<void> {
    try {
      const admission = await admit(options, plan, recheck, signal);
      if (signal.aborted) return;
      if (admission.kind !== "go") return await standBack(options, plan, admission);
      const started = await startRun(options, plan);
      if (typeof started === "string") await standBack(options, plan, { kind: "wait", why: started });
      else if (started !== undefined) take(plan, started);
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      log.warn("an approved plan could not be started; it is tried again", { plan: plan.id, thrown });
    }
  }

  async function resume({ id }: Run): Promise<void> {
    if (conducting.has(id)) return;
    const taken = await takeUp(options, id);
    if (taken !== undefined) take(taken.plan, taken.run);
  }

  function take(plan: Plan, run: Run): void {
    // A bug in it is not caught: it reaches the top and ends the process.
    conducting.set(
      run.id,
      carryOn(plan, run).finally(() => conducting.delete(run.id)),
    );
  }

  async function carryOn(plan: Plan, run: Run): Promise<void> {
    await using lease = keepLease(options, run, (beat) => {
      beats.add(beat);
      return { [Symbol.dispose]: () => beats.delete(beat) };
    });
    const interrupted = AbortSignal.any([lease.lost, stopping.signal]);
    const journal = openJournal(options, plan, run);
    try {
      await conduct(options, { plan, journal, wanted: lease.wanted, interrupted });
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      log.warn("a run could not be carried on; it is taken up again", { run: run.id, thrown });
      await clock.sleep(everyMs, stopping.signal);
    }
  }

  const loop = openLoop({ name: "heal.engine", everyMs, clock, log, tick });
  return {
    wake: () => {
      for (const beat of beats) beat();
      loop.wake();
    },
    [Symbol.asyncDispose]: async () => {
      await loop[Symbol.asyncDispose]();
      const all = Promise.all(conducting.values());
      await within(clock, options.graceMs ?? defaultGraceMs, all);
      stopping.abort();
      await all;
    },
  };
}

/** Resolves when the work is done, or the time is over. */
async function within(clock: EngineParts["clock"], ms: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const working = work.finally(() => {
    done.abort();
  });
  await Promise.race([working, clock.sleep(ms, done.signal)]);
}

/** Those that wait for an answer need people, unless somebody wants them to end. */
function needsHands({ state, wantedEnd }: Run): boolean {
  return state.kind !== "asking" || wantedEnd !== null;
}

async function expire(r: Repositories, known: Plan, atMs: number): Promise<void> {
  const plan = await r.plans.byId(known.id);
  if (plan === undefined || (plan.state.kind !== "proposed" && plan.state.kind !== "approved")) return;
  await movePlan(r, plan, { kind: "expired", atMs });
}
