import type { Access, Guard, Person } from "#core/access";
import { type Pause, type Plan, type Run, localTarget, type Target } from "#core/domain";
import type { Clock, Log } from "#core/runtime";
import type { Store } from "#core/store";
import { openEngine } from "./engine/engine.ts";
import type { Hands } from "./hands/hands.ts";
import { abort, type Answer, answer } from "./office/handle-run.ts";
import { lookUp, type RepairOffice } from "./office/office.ts";
import { type Looking, openLooking } from "./office/looking.ts";
import { pause, resume } from "./office/pausing.ts";
import { propose } from "./office/propose.ts";
import { openRendering } from "./office/rendering.ts";
import { openLostRight } from "./office/rights.ts";
import { type Repair, readRepair } from "./office/view.ts";
import { approve, deny } from "./office/vote.ts";
import type { Runbook, Shelf } from "./shelf.ts";

/**
 * Where people work on repairs, whatever they sit at. Everything is asked of the policies when it is done, and
 * written into the audit.
 *
 * Faults of all that name something: `missing` for an unknown one, `Denied` without the right.
 */
export interface Healer extends Looking, AsyncDisposable {
  readonly runbooks: readonly Runbook[];
  /** See `propose`: shows what would run, and runs nothing. */
  propose(
    person: Person,
    request: { readonly runbook: string; readonly incident: string | undefined },
  ): Promise<Repair>;
  approve(person: Person, id: string, hash?: string): Promise<Repair>;
  deny(person: Person, id: string, reason: string): Promise<Repair>;
  abort(person: Person, id: string, reason: string): Promise<Repair>;
  answer(
    person: Person,
    id: string,
    said: { readonly said: Answer; readonly step?: number },
  ): Promise<Repair>;
  pauses(): Promise<readonly Pause[]>;
  pause(
    person: Person,
    what: { readonly scope: string | null; readonly reason: string; readonly hard: boolean },
  ): Promise<Pause>;
  resume(person: Person, scope: string | null): Promise<void>;
}

export interface HealerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly guard: Guard;
  readonly access: () => Access;
  readonly hands: Hands;
  readonly shelf: () => Shelf;
  /** What goes out to people goes through it. */
  readonly redact: (text: string) => string;
  /** The target that an alert is about, by its subject; undefined where that names none. */
  readonly target: (subject: string) => Target | undefined;
  /** See `openLostRight`. */
  readonly identify: (actorId: string) => Promise<Person>;
  /** Names this process among those that share the store. */
  readonly holder: string;
}

const leaseMs = 15_000;

export function openHealer(options: HealerOptions): Healer {
  const { store, clock, guard, access, hands, shelf, redact } = options;
  const rendering = openRendering({ store, shelf, target: options.target, local: localTarget });
  const recheck = { again: (plan: Plan) => rendering.again(plan), lostRight: openLostRight(options), redact };
  const engine = openEngine({ ...options, leaseMs, recheck });
  const office: RepairOffice = { store, guard, access, clock, hands, recheck, wake: () => engine.wake() };
  const shown = (plan: Plan): Promise<Repair> => store.read((r) => readRepair(r, plan, redact));
  const shownRun = (run: Run): Promise<Repair> =>
    store.read(async (r) => readRepair(r, (await lookUp(r, run.plan)).plan, redact));

  return {
    ...openLooking({ ...office, shelf, redact }),
    get runbooks() {
      return shelf().runbooks;
    },
    propose: async (person, request) =>
      shown(await propose({ ...office, rendering }, { person, ...request })),
    approve: async (person, id, hash) =>
      shown(await approve(office, { person, id, ...(hash === undefined ? {} : { hash }) })),
    deny: async (person, id, reason) => shown(await deny(office, { person, id, reason: redact(reason) })),
    abort: async (person, id, reason) =>
      shownRun(await abort(office, { person, id, reason: redact(reason) })),
    answer: async (person, id, said) => shownRun(await answer(office, { person, id, ...said })),
    pauses: () => store.read((r) => r.pauses.list()),
    pause: (person, { reason, ...what }) => pause(office, { person, ...what, reason: redact(reason) }),
    resume: (person, scope) => resume(office, { person, scope }),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}
