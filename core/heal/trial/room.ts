import { openAccess, openGuard, type Person } from "#core/access";
import { type Alert, Fault, type Incident, isRunFinal, localTarget, type PlanStep } from "#core/domain";
import { type HandClock, openLog } from "#core/runtime";
import type { Store } from "#core/store";
import type { Hands } from "../hands/hands.ts";
import { openHands } from "../hands/open-hands.ts";
import { type Healer, type HealerOptions, openHealer } from "../healer.ts";
import type { Repair } from "../office/view.ts";
import type { PlayOptions } from "./play.ts";
import type { Statement } from "./script.ts";
import { openToldWorld, type ToldWorld } from "./told-world.ts";

/** Where one test is played: people who may do everything, an incident, and a healer. */
export interface TrialRoom extends AsyncDisposable {
  readonly world: ToldWorld;
  /** The newest plan, as it is now; undefined before there is one. */
  repair(): Promise<Repair | undefined>;
  /** Why the last thing that somebody wanted was not done; undefined once it was expected. */
  readonly refused: string | undefined;
  refuse(why: string): void;
  /** That it was refused was expected. */
  forgive(): void;
  raise(event: Extract<Statement, { kind: "event" }>): Promise<void>;
  plan(runbook: string): Promise<void>;
  /** So many people approve, or as many as are missing; then it runs until it is over, or waits for something. */
  approve(votes: number | null): Promise<void>;
  pass(ms: number): Promise<void>;
}

/** Longest proof and steps that a runbook may have, and some. */
const mostRunMs = 3 * 3_600_000;
const stepMs = 1_000;

export async function openTrialRoom({ shelf, store, clock, signal }: PlayOptions): Promise<TrialRoom> {
  await using opening = new AsyncDisposableStack();
  const world = openToldWorld(clock);
  let steps: readonly PlanStep[] = [];
  let done = 0;
  let voters = 0;
  let groups: readonly string[] = [];
  let plan: string | undefined;
  let refused: string | undefined;
  const person = (number: number): Person => ({ actor: { kind: "local", uid: number }, groups });
  const hands = countingHands(openHands(world), () => {
    done += 1;
    if (done === steps.length) world.repaired();
  });
  const identify = async (id: string): Promise<Person> => person(Number(id.slice("local:".length)));
  const healer = opening.use(await openTrialHealer({ shelf, store, clock, hands, identify }));
  const repair = async (): Promise<Repair | undefined> =>
    plan === undefined ? undefined : healer.repair(person(0), plan);
  const open = opening.move();
  return {
    world,
    repair,
    get refused() {
      return refused;
    },
    refuse: (why) => {
      refused = why;
    },
    forgive: () => {
      refused = undefined;
    },
    raise: (event) => raise(store, clock, event),
    plan: async (runbook) => {
      const incident = (await store.read((r) => r.incidents.listOpen(1)))[0]?.id;
      const made = await healer.propose(person(0), { runbook, incident });
      plan = made.plan.id;
      ({ steps } = made.plan.content);
      done = 0;
      const { group } = made.plan.content.approvals;
      groups = group === null ? [] : [group];
    },
    approve: async (votes) => {
      if (plan === undefined) throw new Fault("missing", 'there is no plan to approve: when plan "RUNBOOK"');
      const missing = votes ?? (await repair())?.missing ?? 0;
      for (let given = 0; given < missing; given++) await healer.approve(person(++voters), plan);
      await settle(clock, repair, signal);
    },
    pass: async (ms) => {
      // Wall time alone: nobody wants to see ten minutes of ticks go by.
      clock.jump(ms);
      await clock.wind(2 * stepMs);
      await settle(clock, repair, signal);
    },
    [Symbol.asyncDispose]: async () => {
      const closing = open.disposeAsync();
      await clock.wind(20_000);
      await closing;
    },
  };
}

async function openTrialHealer(
  parts: Pick<HealerOptions, "store" | "hands" | "identify"> & Pick<PlayOptions, "shelf" | "clock">,
): Promise<Healer> {
  const { store, clock, shelf } = parts;
  const policies = [{ name: "trial", file: "trial", text: "permit (principal, action, resource);" }];
  const opened = await openAccess({ policies, groups: {} });
  if (!opened.ok) throw new Error("the policy of tests is no policy");
  const access = () => opened.access;
  return openHealer({
    ...parts,
    access,
    guard: openGuard({ store, clock, access }),
    log: openLog({ level: "error", clock, redact: (text) => text, to: { write: () => {} } }),
    shelf: () => shelf,
    redact: (text) => text,
    target: () => localTarget,
    holder: "trial",
  });
}

/** Winds on until the run is over, or nothing runs. */
async function settle(
  clock: HandClock,
  look: () => Promise<Repair | undefined>,
  signal: AbortSignal,
): Promise<void> {
  await clock.wind(2 * stepMs);
  for (let passed = 0; passed < mostRunMs && !signal.aborted; passed += stepMs) {
    const run = (await look())?.run;
    if (run === undefined || isRunFinal(run.state) || run.state.kind === "asking") return;
    await clock.wind(stepMs);
  }
}

function countingHands(hands: Hands, done: () => void): Hands {
  return {
    ...hands,
    act: async (step, doing) => {
      const outcome = await hands.act(step, doing);
      if (outcome.ok) done();
      return outcome;
    },
  };
}

/** An open incident with one firing alert. */
async function raise(
  store: Store,
  clock: HandClock,
  { event, severity, labels }: Extract<Statement, { kind: "event" }>,
): Promise<void> {
  await store.write(async (r) => {
    const nowMs = clock.nowMs();
    const id = await r.incidents.nextId();
    const alert: Alert = {
      id: `alert-${id}`,
      fingerprint: id,
      rule: event,
      event,
      severity,
      subject: localTarget.name,
      by: labels,
      labels,
      semantics: [],
      summary: event,
      count: 1,
      seenMs: nowMs,
      state: { kind: "firing", sinceMs: nowMs },
    };
    const incident: Incident = {
      id,
      groupKey: id,
      title: event,
      severity,
      labels,
      parent: null,
      openedMs: nowMs,
      changedMs: nowMs,
      state: { kind: "open", sinceMs: nowMs },
    };
    await r.alerts.put(alert);
    await r.incidents.put(incident);
    await r.incidents.attach(id, alert.id);
  });
}
