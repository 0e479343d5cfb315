import { expect, test } from "vitest";
import type { Plan } from "#core/domain";
import { aPlan } from "../../../support/repairs.ts";
import type { OpenStoreUnderTest } from "../contract.ts";

const approved = { kind: "approved", atMs: 5, heldUp: null } as const;
const of = (id: string, different: Partial<Plan> = {}): Plan =>
  aPlan({ id, subject: { kind: "incident", id: `inc-of-${id}` }, ...different });

export function planContract(open: OpenStoreUnderTest): void {
  test("a plan comes back as it went in, by its id and by its incident", async () => {
    await using under = await open();
    const plan = of("plan-1", { votes: [{ hash: "h-1", by: "slack:T1/ann", atMs: 3 }] });
    await under.store.write(({ plans }) => plans.insert(plan));
    const found = await under.store.read(async ({ plans }) => [
      await plans.byId("plan-1"),
      await plans.openOf("inc-of-plan-1"),
      ...(await plans.ofIncident("inc-of-plan-1", 5)),
    ]);
    expect(found).toEqual([plan, plan, plan]);
    expect(await under.store.read(({ plans }) => plans.byId("plan-2"))).toBeUndefined();
  });

  test("plan ids are counted and never given twice", async () => {
    await using under = await open();
    const ids = await under.store.write(async ({ plans }) => [await plans.nextId(), await plans.nextId()]);
    expect(ids).toEqual(["plan-1", "plan-2"]);
  });

  test("an incident has one plan that is not over; when it is over, another may come", async () => {
    await using under = await open();
    const subject = { kind: "incident", id: "inc-1" } as const;
    const first = aPlan({ id: "plan-1", subject });
    await under.store.write(({ plans }) => plans.insert(first));
    const second = aPlan({ id: "plan-2", subject });
    await expect(under.store.write(({ plans }) => plans.insert(second))).rejects.toMatchObject({
      kind: "conflict",
    });
    await under.store.write(async ({ plans }) => {
      await plans.change(first, { ...first, state: { kind: "expired", atMs: 9 } });
      await plans.insert(second);
    });
    const found = await under.store.read(({ plans }) => plans.ofIncident("inc-1", 5));
    expect(found.map(({ id }) => id)).toEqual(["plan-2", "plan-1"]);
  });

  test("plans that nobody's incident asked for stand side by side", async () => {
    await using under = await open();
    const subject = { kind: "request", by: "local:0" } as const;
    await under.store.write(async ({ plans }) => {
      await plans.insert(aPlan({ id: "plan-1", subject }));
      await plans.insert(aPlan({ id: "plan-2", subject }));
    });
    expect(await under.store.read(({ plans }) => plans.listOpen(5))).toHaveLength(2);
  });

  test("of two who change the same plan at once one does, and the other is told", async () => {
    await using under = await open();
    const plan = of("plan-1");
    await under.store.write(({ plans }) => plans.insert(plan));
    const change = (by: string) =>
      under.store.write(({ plans }) =>
        plans.change(plan, { ...plan, votes: [{ hash: "h-1", by, atMs: 1 }] }),
      );
    const outcomes = await Promise.allSettled([change("a"), change("b")]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const stored = await under.store.read(({ plans }) => plans.byId("plan-1"));
    expect(stored?.votes).toHaveLength(1);
    const lost = outcomes.find((one) => one.status === "rejected");
    expect(lost?.reason).toMatchObject({ kind: "conflict" });
  });

  test("what awaits somebody is listed oldest first: open ones, approved ones, and those that expire", async () => {
    await using under = await open();
    await under.store.write(async ({ plans }) => {
      for (const n of [1, 2, 10]) {
        const state = n === 2 ? ({ kind: "proposed" } as const) : approved;
        await plans.insert(of(`plan-${n}`, { state, expiresMs: n * 100 }));
      }
      await plans.insert(of("plan-11", { state: { kind: "expired", atMs: 1 }, expiresMs: 1 }));
    });
    const ids = (plans: readonly Plan[]): string[] => plans.map(({ id }) => id);
    await under.store.read(async ({ plans }) => {
      expect(ids(await plans.listOpen(9))).toEqual(["plan-1", "plan-2", "plan-10"]);
      expect(ids(await plans.approved(9))).toEqual(["plan-1", "plan-10"]);
      expect(ids(await plans.due(200, 9))).toEqual(["plan-1", "plan-2"]);
      expect(ids(await plans.due(199, 9))).toEqual(["plan-1"]);
      expect(ids(await plans.listOpen(1))).toEqual(["plan-1"]);
    });
  });

  test("a plan that is none is refused on its way in", async () => {
    await using under = await open();
    const wrong = { ...of("plan-1"), expiresMs: 1.5 };
    await expect(under.store.write(({ plans }) => plans.insert(wrong))).rejects.toMatchObject({
      kind: "invalid",
    });
  });
}
