import { describe, expect, test } from "vitest";
import type { Plan, Run, StepOutcome } from "#core/domain";
import { aPlanContent } from "../../../support/repairs.ts";
import { fine } from "../../../support/told-hands.ts";
import { openEngineRoom } from "./room.ts";

/** Typed, unlike vitest's own. */
const including = (text: string): unknown => expect.stringContaining(text);

const two = {
  steps: [
    { kind: "exec", command: "first", grants: [], deadlineMs: 5_000 },
    { kind: "exec", command: "second", grants: [], deadlineMs: 5_000 },
  ],
} as const;

describe("an approved plan", () => {
  test("runs its steps in order, is verified, and leaves a receipt that names who and what", async () => {
    await using room = await openEngineRoom();
    const plan = await room.approve(two);
    await room.start();
    await room.clock.wind(1_000);
    const run = await room.run(plan);
    expect(room.hands.done).toEqual(["act first", "act second"]);
    expect(run?.state.kind).toBe("verified");
    expect(run?.receipt).toMatchObject({
      verdict: "healed",
      planHash: plan.hash,
      approvers: ["slack:T1/ann"],
      reason: null,
    });
    expect(await room.plan(plan.id)).toMatchObject({ state: { kind: "spent", run: run?.id } });
    const { receipt } = run ?? {};
    const verdict = await room.store.read((r) => r.audit.verify([receipt?.auditHead ?? ""]));
    expect(verdict.kind).toBe("intact");
  });

  test("runs once although two engines look at it at the same time", async () => {
    await using room = await openEngineRoom();
    const plans = await Promise.all(
      [1, 2, 3].map((n) => room.approve({ target: { name: `t${n}`, address: "x" } })),
    );
    await Promise.all([room.start("one"), room.start("two")]);
    await room.clock.wind(5_000);
    expect(room.hands.done).toHaveLength(3);
    for (const plan of plans) expect((await room.run(plan))?.state.kind).toBe("verified");
  });

  test("waits while another run is at work on its target, and then runs", async () => {
    await using room = await openEngineRoom();
    const stuck = Promise.withResolvers<StepOutcome>();
    room.hands.acting = () => stuck.promise;
    const first = await room.approve();
    await room.start();
    await room.clock.wind(1_000);
    const second = await room.approve();
    await room.clock.wind(3_000);
    expect(room.hands.done).toHaveLength(1);
    expect((await room.plan(second.id)).state).toMatchObject({
      heldUp: including("is under way"),
    });
    room.hands.acting = () => fine;
    stuck.resolve(fine);
    await room.clock.wind(3_000);
    expect((await room.run(first))?.state.kind).toBe("verified");
    expect((await room.run(second))?.state.kind).toBe("verified");
  });

  test.for([
    ["everything is", null],
    ["its target is", "local"],
  ] as const)("waits while %s paused, and runs afterwards", async ([, scope]) => {
    await using room = await openEngineRoom();
    await room.store.write((r) => r.pauses.put({ scope, by: "local:0", reason: "freeze", atMs: 0 }));
    const plan = await room.approve();
    await room.start();
    await room.clock.wind(5_000);
    expect(room.hands.done).toEqual([]);
    expect((await room.plan(plan.id)).state).toMatchObject({ heldUp: including("freeze") });
    await room.store.write((r) => r.pauses.remove(scope));
    await room.clock.wind(2_000);
    expect((await room.run(plan))?.state.kind).toBe("verified");
  });

  test("waits where nothing here can do it, naming what is missing, and expires unspent", async () => {
    await using room = await openEngineRoom();
    room.hands.trouble = "no sandbox: install bubblewrap";
    const plan = await room.approve();
    await room.start();
    await room.clock.wind(5_000);
    expect((await room.plan(plan.id)).state).toMatchObject({ kind: "approved", heldUp: room.hands.trouble });
    await room.clock.wind(900_000);
    expect((await room.plan(plan.id)).state.kind).toBe("expired");
    expect(await room.run(plan)).toBeUndefined();
  });

  test("is refused with the difference when what would run is no longer what was approved", async () => {
    await using room = await openEngineRoom();
    const plan = await room.approve(two);
    room.now = ({ content }) => ({
      ...content,
      steps: [{ ...two.steps[0], command: "other" }, two.steps[1]],
    });
    await room.start();
    await room.clock.wind(1_000);
    expect((await room.plan(plan.id)).state).toMatchObject({
      kind: "refused",
      drift: [{ path: "steps[0].command", approved: '"first"', now: '"other"' }],
    });
    expect(room.hands.done).toEqual([]);
  });

  test("is refused when somebody who approved it may not any more", async () => {
    await using room = await openEngineRoom();
    const plan = await room.approve();
    room.lost = "slack:T1/ann may not approve any more";
    await room.start();
    await room.clock.wind(1_000);
    expect((await room.plan(plan.id)).state).toMatchObject({ kind: "refused", reason: room.lost });
    expect(await room.run(plan)).toBeUndefined();
  });

  test("is refused when its check does not hold any more", async () => {
    await using room = await openEngineRoom();
    const check = aPlanContent().verify.assertions[0] ?? null;
    const plan = await room.approve({ check });
    room.hands.holding = () => false;
    await room.start();
    await room.clock.wind(1_000);
    expect((await room.plan(plan.id)).state).toMatchObject({
      kind: "refused",
      reason: including("the plan no longer applies"),
    });
  });

  test("cools down after its last run, and is counted against its limit", async () => {
    await using room = await openEngineRoom();
    const brakes = { cooldownMs: 60_000, limit: { count: 2, perMs: 3_600_000 } };
    await room.start();
    for (const [n, waitMs] of [0, 70_000].entries()) {
      const plan = await room.approve({ brakes });
      await room.clock.wind(2_000);
      if (n > 0)
        expect((await room.plan(plan.id)).state).toMatchObject({
          heldUp: including("cools down"),
        });
      await room.clock.wind(waitMs);
      expect((await room.run(plan))?.state.kind).toBe("verified");
    }
    const third = await room.approve({ brakes }, { expiresMs: room.clock.nowMs() + 10_000_000 });
    await room.clock.wind(120_000);
    expect((await room.plan(third.id)).state).toMatchObject({ heldUp: including("2 times") });
    await room.clock.wind(3_600_000);
    expect((await room.run(third))?.state.kind).toBe("verified");
  });
});

describe("a run", () => {
  test("whose step fails stops there, is not healed, and says which step", async () => {
    await using room = await openEngineRoom();
    room.hands.acting = () => ({ ...fine, ok: false, summary: "exit 3" });
    const plan = await room.approve(two);
    await room.start();
    await room.clock.wind(1_000);
    expect(room.hands.done).toEqual(["act first"]);
    expect((await room.run(plan))?.receipt).toMatchObject({
      verdict: "not-healed",
      reason: "step 1 failed: exit 3",
    });
  });

  test("whose proof fails is not healed although every step went well", async () => {
    await using room = await openEngineRoom();
    room.hands.holding = () => false;
    const plan = await room.approve();
    await room.start();
    await room.clock.wind(70_000);
    const run = await room.run(plan);
    expect(run?.state.kind).toBe("failed");
    expect(run?.receipt).toMatchObject({ verdict: "not-healed", reason: "healthz: got 503" });
  });

  test("whose proof cannot be had ends as unknown", async () => {
    await using room = await openEngineRoom();
    room.hands.holding = () => null;
    const plan = await room.approve();
    await room.start();
    await room.clock.wind(70_000);
    const run = await room.run(plan);
    expect(run?.state).toMatchObject({ kind: "failed", reason: "unknown" });
    expect(run?.receipt?.reason).toContain("connection refused");
  });

  test("that somebody wants to end kills its step, is aborted by them, and begins no other", async () => {
    await using room = await openEngineRoom();
    room.hands.acting = (_, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          resolve({ ...fine, ok: false, summary: "killed" });
        });
      });
    const plan = await room.approve(two);
    const engine = await room.start();
    await room.clock.wind(1_000);
    await room.change(plan, (run) => ({ ...run, wantedEnd: { by: "slack:T1/ben", reason: "wrong host" } }));
    engine.wake();
    await room.clock.wind(1_000);
    const run = await room.run(plan);
    expect(run?.state).toMatchObject({ kind: "aborted", by: "slack:T1/ben" });
    expect(run?.receipt).toMatchObject({ verdict: "unknown", reason: "stopped: wrong host" });
    expect(room.hands.done).toEqual(["act first"]);
  });

  test("may be ended while its proof is awaited", async () => {
    await using room = await openEngineRoom();
    room.hands.holding = () => false;
    const plan = await room.approve();
    const engine = await room.start();
    await room.clock.wind(8_000);
    await room.change(plan, (run) => ({ ...run, wantedEnd: { by: "local:0", reason: "enough" } }));
    engine.wake();
    await room.clock.wind(1_000);
    expect((await room.run(plan))?.state.kind).toBe("aborted");
  });

  test("lets the next one begin at once when it is over", async () => {
    await using room = await openEngineRoom();
    await room.start();
    for (let n = 0; n < 3; n++) {
      const plan = await room.approve();
      await room.clock.wind(1_100);
      expect((await room.run(plan))?.state.kind).toBe("verified");
    }
  });
});

describe("a run whose process died in the midst of a step", () => {
  /** As a dead process leaves it: the intent is written, its lease runs out. */
  async function dead(found: "again" | "done" | "unknown") {
    const room = await openEngineRoom();
    const plan = await room.approve(two);
    const stuck = Promise.withResolvers<StepOutcome>();
    room.hands.acting = () => stuck.promise;
    const engine = await room.start("dead");
    await room.clock.wind(1_000);
    const closing = engine[Symbol.asyncDispose]();
    await room.clock.wind(1_500);
    stuck.resolve(fine);
    await closing;
    room.hands.acting = () => fine;
    room.hands.found = found;
    room.hands.done.splice(0);
    const next = await room.start("next");
    return { room, plan, next };
  }
  const run = async (room: Awaited<ReturnType<typeof openEngineRoom>>, plan: Plan): Promise<Run> => {
    const found = await room.run(plan);
    if (found === undefined) throw new Error("no run");
    return found;
  };

  test("does the step again where that has the same effect as once", async () => {
    const { room, plan } = await dead("again");
    await using _ = room;
    await room.clock.wind(20_000);
    expect(room.hands.done).toEqual(["act first", "act second"]);
    expect((await run(room, plan)).state.kind).toBe("verified");
  });

  test("goes on with the next step where it is found done", async () => {
    const { room, plan } = await dead("done");
    await using _ = room;
    await room.clock.wind(20_000);
    expect(room.hands.done).toEqual(["act second"]);
    expect((await run(room, plan)).state.kind).toBe("verified");
  });

  test("ends as unknown where somebody has changed its plan in the store meanwhile", async () => {
    const { room, plan } = await dead("again");
    await using _ = room;
    await room.store.write(async (r) => {
      const now = await r.plans.byId(plan.id);
      const steps = two.steps.map((step) => ({ ...step, command: "other" }));
      if (now !== undefined) await r.plans.change(now, { ...now, content: { ...now.content, steps } });
    });
    await room.clock.wind(20_000);
    expect(room.hands.done).toEqual([]);
    expect((await run(room, plan)).receipt).toMatchObject({
      verdict: "unknown",
      reason: including("somebody has changed it in the store"),
    });
  });

  test("asks people where that cannot be known, and does nothing until they answer", async () => {
    const { room, plan } = await dead("unknown");
    await using _ = room;
    await room.clock.wind(3_600_000);
    expect(room.hands.done).toEqual([]);
    expect((await run(room, plan)).state).toMatchObject({ kind: "asking", step: 0 });
    expect(await room.told()).toContain("asking");
  });

  test("can be ended while it asks", async () => {
    const { room, plan, next } = await dead("unknown");
    await using _ = room;
    await room.clock.wind(20_000);
    await room.change(plan, (now) => ({ ...now, wantedEnd: { by: "local:0", reason: "leave it" } }));
    next.wake();
    await room.clock.wind(1_000);
    expect((await run(room, plan)).state.kind).toBe("aborted");
  });

  test("is left alone while its own process holds the lease", async () => {
    await using room = await openEngineRoom();
    const plan = await room.approve(two);
    room.hands.acting = (_, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          resolve(fine);
        });
      });
    await room.start("one");
    await room.clock.wind(1_000);
    await room.start("two");
    await room.clock.wind(120_000);
    expect(room.hands.done).toEqual(["act first"]);
    expect((await run(room, plan)).state.kind).toBe("running");
  });
});
