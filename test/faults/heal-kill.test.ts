import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Plan, Run } from "#core/domain";
import { repairNewsOf } from "#core/heal";
import { systemClock } from "#core/runtime";
import { lockState, openKeys, openStore, type Store } from "#core/store";
import { startChild } from "../core/store/child.ts";
import { shareCompileCache } from "../support/compile-cache.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { boundaries, type Boundary } from "./fixtures/boundaries.ts";
import { commandOf, tokensOf } from "./fixtures/token-hands.ts";

const worker = fileURLToPath(new URL("fixtures/heal-worker.ts", import.meta.url));

const lanes = 2;
const killsLeast = 200;
/** Where some boundary has not been hit by then, the test fails. */
const killsMost = 400;

/** Nothing is under way in them, or they are too narrow to be hit each time; they are counted all the same. */
const optional: readonly Boundary[] = ["before its run", "between runs", "answered"];

shareCompileCache();

test(
  "two hundred kills at moments all over the life of a run leave each plan one run, and each step done once",
  { timeout: 300_000 },
  async () => {
    const hits = new Map<Boundary, number>(boundaries.map((boundary) => [boundary, 0]));
    const count = (boundary: Boundary): void => void hits.set(boundary, (hits.get(boundary) ?? 0) + 1);
    const kills = (): number => [...hits.values()].reduce((sum, one) => sum + one, 0);
    const missed = (): Boundary[] =>
      boundaries.filter((boundary) => !optional.includes(boundary) && hits.get(boundary) === 0);
    const enough = (): boolean => kills() >= killsMost || (kills() >= killsLeast && missed().length === 0);

    const repairs = await Promise.all(Array.from({ length: lanes }, () => lane(enough, count)));

    const total = repairs.reduce((sum, one) => sum + one, 0);
    const rows = boundaries.map((boundary) => `  ${String(hits.get(boundary)).padStart(4)} ${boundary}`);
    process.stdout.write(`${kills()} kills, ${total} runs: boundary counts\n${rows.join("\n")}\n`);
    expect(missed()).toEqual([]);
    expect(kills()).toBeGreaterThanOrEqual(killsLeast);
    expect(total).toBeGreaterThan(50);
  },
);

/** Kills one process after the other on a state folder of its own; how many runs there were in the end. */
async function lane(enough: () => boolean, count: (boundary: Boundary) => void): Promise<number> {
  using temporary = temporaryFolder();
  const folder = join(temporary.path, "state");
  mkdirSync(folder, { mode: 0o700 });
  const epochMs = String(systemClock.nowMs());
  const start = (most: number) => startChild(worker, [folder, epochMs, String(most)]);

  await using undisturbed = start(4);
  expect(await undisturbed.ended).toBe(0);
  const repairMs = Number(/^done (\d+)$/.exec(undisturbed.lines.at(-1) ?? "")?.[1]);
  expect(repairMs).toBeGreaterThan(0);

  let killed = false;
  while (!enough()) {
    await using child = start(1_000_000);
    await child.printed(1);
    if (killed) count(foundBy(child.lines));
    await child.printed(2);
    expect(child.lines[1]).toBe("begun");
    await systemClock.sleep(Math.random() * 1.25 * repairMs);
    await child.kill();
    killed = true;
  }
  await using last = start(0);
  expect(await last.ended).toBe(0);
  count(foundBy(last.lines));
  return await checked(folder, join(temporary.path, "tokens"));
}

function foundBy(lines: readonly string[]): Boundary {
  const found = boundaries.find((boundary) => lines[0] === `found ${boundary}`);
  if (found === undefined) throw new Error(`the next process did not say what it found: ${lines.join("; ")}`);
  return found;
}

/** Looks at everything that is there in the end; how many runs. */
async function checked(folder: string, tokens: string): Promise<number> {
  await using _ = await lockState(folder, process.pid);
  const { auditKey } = openKeys(folder);
  await using store = await openStore({ folder, mode: "write", auditKey, clock: systemClock });
  const told = await eventsOf(store);
  const heads: string[] = [];
  let n = 1;
  for (; ; n++) {
    const incident = `inc-${n}`;
    if ((await store.read((r) => r.incidents.byId(incident))) === undefined) break;
    const { plans, run } = await store.read(async (r) => {
      const found = await r.plans.ofIncident(incident, 10);
      return { plans: found, run: await r.runs.ofPlan(found[0]?.id ?? "") };
    });
    const [plan] = plans;
    if (plan === undefined || run === undefined) throw new Error(`nothing was run for ${incident}`);
    expect(plans).toHaveLength(1);
    expect(plan.state).toMatchObject({ kind: "spent", run: run.id });
    expectWhole(plan, run);
    expectDoneOnce(plan, run, tokens);
    expectStory(told.get(plan.id) ?? [], { plan, run, incident });
    heads.push(run.receipt?.auditHead ?? "");
  }
  const runs = await store.read((r) => r.runs.list(10_000));
  expect(runs).toHaveLength(n - 1);
  const verdict = await store.read((r) => r.audit.verify(heads));
  expect(verdict.kind).toBe("intact");
  return runs.length;
}

/** It is over, with a receipt, and its journal holds one outcome a step. */
function expectWhole(plan: Plan, run: Run): void {
  const outcomes = run.attempts.filter(({ outcome }) => outcome !== null);
  expect([run.id, outcomes.map(({ step }) => step)]).toEqual([run.id, plan.content.steps.map((_, i) => i)]);
  const failed = outcomes.some(({ outcome }) => outcome?.ok === false);
  expect(run.state.kind).toBe(failed ? "failed" : "verified");
  expect(run.receipt).toMatchObject({
    run: run.id,
    plan: plan.id,
    planHash: plan.hash,
    approvers: ["slack:T1/ANN"],
    verdict: failed ? "not-healed" : "healed",
  });
  expect(run.attempts.filter(({ endedMs }) => endedMs === null)).toEqual([]);
}

/** A step that may be repeated has its one effect; any other has left exactly one token. */
function expectDoneOnce({ content }: Plan, run: Run, folder: string): void {
  for (const step of content.steps) {
    const command = commandOf(step);
    const { tokens } = tokensOf(folder, command);
    const found = command.startsWith("keyed") ? Math.min(tokens, 1) : tokens;
    expect([run.id, command, found]).toEqual([run.id, command, 1]);
  }
}

type Told = ReturnType<typeof repairNewsOf>;

/** The card goes on in one place: all that is told of a repair names the same plan, run and incident. */
function expectStory(
  told: readonly Told[],
  { plan, run, incident }: { readonly plan: Plan; readonly run: Run; readonly incident: string },
): void {
  const count = (happening: Told["happening"]): number =>
    told.filter((one) => one.happening === happening).length;
  expect([...new Set(told.map((one) => `${one.plan} ${one.incident}`))]).toEqual([`${plan.id} ${incident}`]);
  expect([...new Set(told.flatMap((one) => one.run ?? []))]).toEqual([run.id]);
  for (const once of ["proposed", "voted", "approved", "ended"] as const)
    expect([run.id, once, count(once)]).toEqual([run.id, once, 1]);
  // When it is made, and when it has looked.
  expect([run.id, "started", count("started")]).toEqual([run.id, "started", 2]);
  expect([run.id, count("asking")]).toEqual([run.id, count("answered")]);
  expect(told.at(-1)?.happening).toBe("ended");
}

/** What was told of each plan, in order. */
async function eventsOf(store: Store): Promise<ReadonlyMap<string, Told[]>> {
  const all = new Map<string, Told[]>();
  for (let seq = 0; ;) {
    const found = await store.read((r) => r.events.after(seq, 1_000));
    if (found.length === 0) return all;
    for (const one of found) {
      seq = one.seq;
      const news = repairNewsOf(one.event);
      expect(one.event.subject).toBe(news.plan);
      all.set(news.plan, [...(all.get(news.plan) ?? []), news]);
    }
  }
}
