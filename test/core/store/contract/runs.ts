import { expect, test } from "vitest";
import type { Receipt, Run } from "#core/domain";
import { aPlan, aRun } from "../../../support/repairs.ts";
import type { OpenStoreUnderTest } from "../contract.ts";

const receipt: Receipt = {
  run: "run-1",
  plan: "plan-1",
  planHash: "h-1",
  proposer: "fettle:runbook x",
  approvers: ["slack:T1/ann"],
  before: [],
  after: [{ name: "healthz", value: 200, holds: true, trouble: null, atMs: 5 }],
  verdict: "healed",
  reason: null,
  startedMs: 1,
  endedMs: 900,
  auditHead: "7:abc",
};

/** A run of its own plan, number `n`. */
const numbered = (n: number, different: Partial<Run> = {}): Run =>
  aRun({ id: `run-${n}`, plan: `plan-${n}`, ...different });
const over = (n: number, endedMs: number): Run =>
  numbered(n, { state: { kind: "verified", atMs: endedMs }, receipt: { ...receipt, endedMs } });

async function stocked(open: OpenStoreUnderTest, runs: readonly Run[]) {
  const under = await open();
  await under.store.write(async (r) => {
    for (const run of runs) {
      const subject = { kind: "request", by: "local:0" } as const;
      await r.plans.insert(aPlan({ id: run.plan, subject }));
      await r.runs.insert(run);
    }
  });
  return under;
}

export function runContract(open: OpenStoreUnderTest): void {
  test("a run comes back as it went in, by its id and by its plan", async () => {
    const outcome = {
      ok: false,
      summary: "exit 1",
      output: "\u0000 odd \u{1F600}",
      truncated: true,
      level: "full",
    };
    const attempt = { step: 0, startedMs: 1, endedMs: 2, outcome, saidBy: null };
    const run = aRun({ attempts: [attempt], state: { kind: "running", step: 0 }, receipt });
    await using under = await stocked(open, [run]);
    const found = await under.store.read(async ({ runs }) => [
      await runs.byId("run-1"),
      await runs.ofPlan("plan-1"),
    ]);
    expect(found).toEqual([run, run]);
  });

  test("a plan is run once, whoever tries", async () => {
    await using under = await stocked(open, [aRun()]);
    const second = under.store.write(({ runs }) => runs.insert(aRun({ id: "run-2" })));
    await expect(second).rejects.toMatchObject({ kind: "conflict" });
  });

  test("a run of no plan is missing its plan", async () => {
    await using under = await open();
    await expect(under.store.write(({ runs }) => runs.insert(aRun()))).rejects.toMatchObject({
      kind: "missing",
    });
  });

  test("of two who change the same run at once one does", async () => {
    const run = aRun();
    await using under = await stocked(open, [run]);
    const change = (step: number) =>
      under.store.write(({ runs }) => runs.change(run, { ...run, state: { kind: "running", step } }));
    const outcomes = await Promise.allSettled([change(0), change(1)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("those that are not over are listed oldest first, all newest first, in order of their making", async () => {
    const runs = [numbered(9), over(10, 50), numbered(11, { startedMs: 0 })];
    await using under = await stocked(open, runs);
    const ids = (found: readonly Run[]): string[] => found.map(({ id }) => id);
    await under.store.read(async (r) => {
      expect(ids(await r.runs.listOpen(9))).toEqual(["run-9", "run-11"]);
      expect(ids(await r.runs.list(2))).toEqual(["run-11", "run-10"]);
    });
  });

  test("the brakes count by runbook and target, and know when the last one ended", async () => {
    const other = numbered(4, { target: "web-01" });
    await using under = await stocked(open, [
      over(1, 500),
      over(2, 900),
      numbered(3, { startedMs: 2_000 }),
      other,
    ]);
    const of = { runbook: aRun().runbook, target: "local" };
    await under.store.read(async ({ runs }) => {
      expect(await runs.counts({ ...of, sinceMs: 0 })).toEqual({ lastEndedMs: 900, started: 3 });
      expect(await runs.counts({ ...of, sinceMs: 1_000 })).toEqual({ lastEndedMs: 900, started: 1 });
      expect(await runs.counts({ ...of, runbook: "x", sinceMs: 0 })).toEqual({
        lastEndedMs: null,
        started: 0,
      });
      expect((await runs.history({ ...of, limit: 9 })).map(({ id }) => id)).toEqual(["run-2", "run-1"]);
    });
  });
}
