import { hashOf, openEngine, repairNewsOf, type Engine, type EngineOptions } from "#core/heal";
import type { Plan, PlanContent, Run } from "#core/domain";
import { handClock } from "../../../support/hand-clock.ts";
import { hearLog } from "../../../support/heard-log.ts";
import { aPlan, aPlanContent } from "../../../support/repairs.ts";
import { temporaryStore } from "../../../support/temporary-store.ts";
import { toldHands } from "../../../support/told-hands.ts";

/** An engine with hands that do as they are told, on a real store, with a hand-wound clock. */
export async function openEngineRoom() {
  await using opening = new AsyncDisposableStack();
  const clock = handClock();
  const { store } = opening.use(await temporaryStore(clock));
  const { log, lines } = hearLog();
  const hands = toldHands(clock);
  const room = {
    clock,
    store,
    hands,
    lines,
    /** What rendering gives when it runs; the plan's own content unless told. */
    now: (plan: Plan): PlanContent => plan.content,
    lost: undefined as string | undefined,
    engines: [] as Engine[],
    /** Starts an engine, as a process would. */
    start: async (holder = "one", more: Partial<EngineOptions> = {}): Promise<Engine> => {
      const recheck = {
        again: async (plan: Plan) => room.now(plan),
        lostRight: async () => room.lost,
        redact: (text: string) => text,
      };
      const parts = { store, clock, log, hands, holder, leaseMs: 15_000, recheck, graceMs: 1_000, ...more };
      const engine = openEngine(parts);
      room.engines.push(engine);
      await clock.wind(0);
      return engine;
    },
    /** An approved plan in the store. */
    approve: async (different: Partial<PlanContent> = {}, plan: Partial<Plan> = {}): Promise<Plan> => {
      const content = aPlanContent(different);
      const state = { kind: "approved", atMs: clock.nowMs(), heldUp: null } as const;
      return store.write(async (r) => {
        const id = await r.plans.nextId();
        const nowMs = clock.nowMs();
        const votes = [{ hash: hashOf(content), by: "slack:T1/ann", atMs: nowMs }];
        const subject = { kind: "incident", id: `inc-${id}` } as const;
        const expiresMs = nowMs + 900_000;
        const made = aPlan({ id, content, hash: hashOf(content), subject, votes, expiresMs, state, ...plan });
        await r.plans.insert(made);
        return made;
      });
    },
    plan: async (id: string): Promise<Plan> => {
      const found = await store.read((r) => r.plans.byId(id));
      if (found === undefined) throw new Error(`no plan ${id}`);
      return found;
    },
    run: async (plan: Plan): Promise<Run | undefined> => store.read((r) => r.runs.ofPlan(plan.id)),
    /** Somebody changes a run, as the office does. */
    change: async (plan: Plan, next: (run: Run) => Run): Promise<void> => {
      await store.write(async (r) => {
        const run = await r.runs.ofPlan(plan.id);
        if (run !== undefined) await r.runs.change(run, next(run));
      });
    },
    told: async (): Promise<string[]> => {
      const events = await store.read((r) => r.events.after(0, 1000));
      return events.map(({ event }) => repairNewsOf(event).happening);
    },
    [Symbol.asyncDispose]: async () => {
      // Closing waits by the clock, which stands still: it is wound on until they have.
      const closing = Promise.all(room.engines.map((engine) => engine[Symbol.asyncDispose]()));
      await clock.wind(10_000);
      await closing;
      await open.disposeAsync();
    },
  };
  const open = opening.move();
  return room;
}
