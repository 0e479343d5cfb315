import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isPlanFinal, isRunFinal, type Plan, type Run } from "#core/domain";
import { hashOf } from "#core/heal";
import { type Clock, systemClock } from "#core/runtime";
import { openKeys, openStore, type Store } from "#core/store";
import { type Child, startChild } from "../core/store/child.ts";
import { aPlan, aPlanContent } from "../support/repairs.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { sharedClock } from "./fixtures/shared-clock.ts";
import { linesOfTarget, type TargetLine } from "./fixtures/target-log.ts";

const racing = fileURLToPath(new URL("fixtures/heal-racer.ts", import.meta.url));
const targets = ["t1", "t2", "t3"];
const stopsLeast = 4;
const stopsMost = 16;
/** So long a process that goes on may need to notice that something is no longer its own. */
const settledMs = 400;

interface Race {
  readonly store: Store;
  readonly clock: Clock;
  /** Where the hands of both write. */
  readonly folder: string;
  readonly racers: readonly { readonly name: string; readonly child: Child }[];
}

test(
  "two processes on one store run each plan once, one at a time on a target, also when one is stopped past its lease",
  { timeout: 120_000 },
  async () => {
    using temporary = temporaryFolder();
    const state = join(temporary.path, "state");
    mkdirSync(state, { mode: 0o700 });
    const epochMs = systemClock.nowMs();
    const clock = sharedClock(epochMs, 20);
    const { auditKey } = openKeys(state);
    await using store = await openStore({ folder: state, mode: "write", auditKey, clock });
    await using one = startChild(racing, [state, String(epochMs), "one"]);
    await using two = startChild(racing, [state, String(epochMs), "two"]);
    const racers = [
      { name: "one", child: one },
      { name: "two", child: two },
    ];
    const race: Race = { store, clock, folder: join(temporary.path, "targets"), racers };

    const refused = (): number =>
      racers.reduce((sum, { child }) => sum + child.lines.filter((line) => isRefusal(line)).length, 0);
    let stops = 0;
    for (; stops < stopsLeast || (refused() === 0 && stops < stopsMost); stops++) await stopOne(race, stops);
    await finish(race);
    for (const { child } of racers) {
      process.kill(child.pid, "SIGTERM");
      expect(await child.ended).toBe(0);
    }
    const { plans, asked } = await checkedRuns(race);
    process.stdout.write(
      `${plans} plans, ${stops} stops past the lease: ${refused()} writes refused by the fence, ${asked} questions\n`,
    );
    expect(refused()).toBeGreaterThan(0);
    expect(asked).toBeGreaterThan(0);
  },
);

/** What an engine says whose journal was no longer its own to write. */
function isRefusal(line: string): boolean {
  return line.includes("could not be carried on") && /lease heal:t\d with fence \d+ is over/.test(line);
}

/** Stops one of them in the midst of a step, until the other asks about it; then it goes on. */
async function stopOne(race: Race, round: number): Promise<void> {
  const racer = race.racers[round % race.racers.length];
  if (racer === undefined) throw new Error("nobody races");
  const { name, child } = racer;
  const held = await until("a step that goes on", race, async () => {
    await supply(race);
    const target = targets.find((one) => isInStep(race, one, name));
    if (target === undefined) return undefined;
    process.kill(child.pid, "SIGSTOP");
    await systemClock.sleep(10);
    if (isInStep(race, target, name)) return target;
    process.kill(child.pid, "SIGCONT");
    return undefined;
  });
  try {
    // Where it was stopped in the midst of a transaction, the other one cannot write, and nothing is taken over.
    const endMs = systemClock.monotonicMs() + 3_000;
    while ((await askingOn(race, held)) === undefined && systemClock.monotonicMs() < endMs)
      await systemClock.sleep(10);
  } finally {
    process.kill(child.pid, "SIGCONT");
  }
  await systemClock.sleep(settledMs);
  await answerAll(race);
}

function isInStep({ folder }: Race, target: string, name: string): boolean {
  const last = linesOfTarget(folder, target).at(-1);
  return last?.what === "begin" && last.by === name;
}

async function askingOn({ store }: Race, target: string): Promise<Run | undefined> {
  const open = await store.read((r) => r.runs.listOpen(100));
  return open.find((run) => run.target === target && run.state.kind === "asking");
}

/** Keeps some plans approved, for each target. */
async function supply({ store, clock }: Race): Promise<void> {
  if ((await store.read((r) => r.plans.listOpen(targets.length))).length === targets.length) return;
  await store.write(async (r) => {
    for (let open = (await r.plans.listOpen(100)).length; open < 2 * targets.length; open++) {
      const id = await r.plans.nextId();
      const target = { name: targets[open % targets.length] ?? "", address: "x" };
      const steps = [0, 1].map((step) => ({
        kind: "exec" as const,
        command: `${id} ${step} ${target.name}`,
        grants: [],
        deadlineMs: 60_000,
      }));
      const content = aPlanContent({ target, steps });
      const nowMs = clock.nowMs();
      await r.plans.insert(
        aPlan({
          id,
          content,
          hash: hashOf(content),
          subject: { kind: "request", by: "slack:T1/ANN" },
          votes: [{ hash: hashOf(content), by: "slack:T1/ANN", atMs: nowMs }],
          createdMs: nowMs,
          expiresMs: nowMs + 86_400_000,
          state: { kind: "approved", atMs: nowMs, heldUp: null },
        }),
      );
    }
  });
}

/** As somebody would who knows that neither process is at it any more, and looks whether it was done. */
async function answerAll({ store, clock, folder }: Race): Promise<void> {
  await store.write(async (r) => {
    for (const run of await r.runs.listOpen(100)) {
      const { state } = run;
      const last = run.attempts.at(-1);
      const plan = await r.plans.byId(run.plan);
      if (state.kind !== "asking" || last === undefined || plan === undefined) continue;
      const lines = linesOfTarget(folder, run.target).filter(
        ({ command }) => command === `${plan.id} ${state.step}`,
      );
      expect([run.id, lines.at(-1)?.what]).not.toEqual([run.id, "begin"]);
      // Whoever was stopped has written nothing meanwhile, although it has come to its end since.
      expect([run.id, last.endedMs]).toEqual([run.id, null]);
      const isDone = lines.some(({ what }) => what === "end");
      const outcome = { ok: true, summary: "said to be done", output: "", truncated: false, level: null };
      const ended = {
        ...last,
        endedMs: clock.nowMs(),
        outcome: isDone ? outcome : null,
        saidBy: "slack:T1/ANN",
      };
      const attempts = [...run.attempts.slice(0, -1), ended];
      await r.runs.change(run, { ...run, attempts, state: { kind: "running", step: state.step } });
    }
  });
}

/** Until everything that was approved is over. */
async function finish(race: Race): Promise<void> {
  await until("the last run's end", race, async () => {
    const { plans, runs } = await race.store.read(async (r) => ({
      plans: await r.plans.listOpen(1),
      runs: await r.runs.listOpen(1),
    }));
    if (plans.length === 0 && runs.length === 0) return true;
    await systemClock.sleep(settledMs);
    await answerAll(race);
    return undefined;
  });
}

async function until<T>(what: string, { racers }: Race, look: () => Promise<T | undefined>): Promise<T> {
  const endMs = systemClock.monotonicMs() + 30_000;
  while (systemClock.monotonicMs() < endMs) {
    const found = await look();
    if (found !== undefined) return found;
    await systemClock.sleep(2);
  }
  const said = racers.flatMap(({ child }) => child.lines).join("\n");
  throw new Error(`expected ${what} within 30 s, and it did not come:\n${said}`);
}

async function checkedRuns({ store, folder, racers }: Race): Promise<{ plans: number; asked: number }> {
  const lines = new Map(targets.map((target) => [target, linesOfTarget(folder, target)]));
  for (const [target, all] of lines) expectOneAtATime(target, all);
  const workers = new Set([...lines.values()].flat().map(({ by }) => by));
  expect([...workers].toSorted()).toEqual(racers.map(({ name }) => name).toSorted());

  const entries = await store.read((r) => r.audit.list({ afterSeq: 0, limit: 10_000 }));
  const runs = await store.read((r) => r.runs.list(10_000));
  for (const run of runs) {
    const plan = await store.read((r) => r.plans.byId(run.plan));
    if (plan === undefined) throw new Error(`${run.id} has no plan`);
    expectOnce(plan, run, lines.get(run.target) ?? []);
    for (const step of [1, 2]) {
      const done = entries.filter(
        ({ action, outcome, detail }) =>
          action === "run.step" &&
          outcome === "done" &&
          detail["plan"] === plan.id &&
          detail["step"] === step,
      );
      expect(done.length).toBeLessThanOrEqual(1);
    }
  }
  expect(new Set(runs.map(({ plan }) => plan)).size).toBe(runs.length);
  expect(entries.filter(({ action }) => action === "run.start")).toHaveLength(runs.length);
  const verdict = await store.read((r) =>
    r.audit.verify(runs.map(({ receipt }) => receipt?.auditHead ?? "")),
  );
  expect(verdict.kind).toBe("intact");
  const asked = entries.filter(({ detail }) => detail["found"] === "unknown").length;
  return { plans: runs.length, asked };
}

/** Whoever begins something on a target begins when nothing else goes on there. */
function expectOneAtATime(target: string, lines: readonly TargetLine[]): void {
  let going: string | undefined;
  for (const { what, by, command } of lines) {
    const now = `${by} ${command}`;
    expect([target, now, going]).toEqual([target, now, what === "begin" ? undefined : now]);
    going = what === "begin" ? now : undefined;
  }
  expect(going).toBeUndefined();
}

function expectOnce(plan: Plan, run: Run, lines: readonly TargetLine[]): void {
  expect([plan.id, isPlanFinal(plan.state), isRunFinal(run.state)]).toEqual([plan.id, true, true]);
  expect(plan.state).toMatchObject({ kind: "spent", run: run.id });
  expect([run.id, run.receipt?.verdict]).toEqual([run.id, "healed"]);
  const outcomes = run.attempts.filter(({ outcome }) => outcome !== null);
  expect([run.id, outcomes.map(({ step }) => step)]).toEqual([run.id, [0, 1]]);
  for (const step of [0, 1]) {
    const ends = lines.filter(({ what, command }) => what === "end" && command === `${plan.id} ${step}`);
    expect([run.id, step, ends.length]).toEqual([run.id, step, 1]);
  }
}
