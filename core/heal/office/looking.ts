import type { Person } from "#core/access";
import { actorId, isPlanFinal, isRunFinal, localTarget, type Plan, refuseVote } from "#core/domain";
import { incidentResource } from "#core/incidents";
import type { Repositories } from "#core/store";
import type { Runbook, Shelf } from "../shelf.ts";
import { aboutOf, misfit } from "./about.ts";
import { expectRun, incidentOf, isAsked, lookUp, planResource, type RepairOffice } from "./office.ts";
import { type PlanView, type Repair, readPlan, readRepair } from "./view.ts";

/** What people may see of repairs. Nothing here changes anything, or is audited. */
export interface Looking {
  /** Runbooks that fit an open incident and that this person may propose. */
  fitting(person: Person, incident: string): Promise<readonly Runbook[]>;
  /** By the id of a plan or of its run. @throws Fault `missing`, `Denied` */
  repair(person: Person, id: string): Promise<Repair>;
  /** For an incident's card, which everybody in its channel sees: its newest repair, and whether some runbook fits. */
  onCard(incident: string): Promise<{ readonly repair: Repair | undefined; readonly fixable: boolean }>;
  /** By the id of a plan or its run, for what everybody in a channel sees. @throws Fault `missing` */
  posted(id: string): Promise<Repair>;
  /** The newest runs. */
  runs(person: Person): Promise<readonly Repair[]>;
  /** Plans whose approval this person could give now, the oldest first; without how their runbooks did before. */
  waiting(person: Person): Promise<readonly PlanView[]>;
}

const mostListed = 50;

export interface LookingOptions extends RepairOffice {
  readonly shelf: () => Shelf;
  readonly redact: (text: string) => string;
}

export function openLooking({ store, clock, guard, access, shelf, redact }: LookingOptions): Looking {
  /** Those of these plans on which this person may do `action`, as `show` shows them. */
  function allowed<T>(
    { person, action }: { readonly person: Person; readonly action: "plan.read" | "plan.approve" },
    plans: readonly Plan[],
    show: (r: Repositories, plan: Plan) => T | Promise<T>,
  ): Promise<readonly T[]> {
    return store.read(async (r) => {
      const found: T[] = [];
      for (const plan of plans) {
        const resource = planResource(plan, await incidentOf(r, plan));
        if (access().can({ ...person, action, resource })) found.push(await show(r, plan));
      }
      return found;
    });
  }

  return {
    fitting: async (person, id) => {
      const about = await store.read((r) => aboutOf(r, id));
      if (about === undefined) return [];
      const { incident } = about;
      if (!access().can({ ...person, action: "incident.read", resource: incidentResource(incident) }))
        return [];
      return shelf().runbooks.filter((runbook) => {
        if (misfit(runbook, about) !== undefined) return false;
        const draft = { id: "new", content: { runbook: runbook.name, target: localTarget } };
        return access().can({ ...person, action: "plan.propose", resource: planResource(draft, incident) });
      });
    },
    repair: async (person, id) => {
      const { plan, resource } = await store.read((r) => lookUpEither(r, id));
      guard.expect({ ...person, action: "plan.read", resource });
      return store.read((r) => readRepair(r, plan, redact));
    },
    posted: (id) => store.read(async (r) => readRepair(r, (await lookUpEither(r, id)).plan, redact)),
    onCard: (id) => store.read((r) => onCard(r, id, { shelf: shelf(), redact })),
    runs: async (person) => {
      const plans = await store.read(async (r) => {
        const runs = await r.runs.list(mostListed);
        return Promise.all(runs.map(async ({ plan }) => (await lookUp(r, plan)).plan));
      });
      return allowed({ person, action: "plan.read" }, plans, (r, plan) => readRepair(r, plan, redact));
    },
    waiting: async (person) => {
      const open = await store.read((r) => r.plans.listOpen(mostListed));
      const by = actorId(person.actor);
      const mine = open.filter((plan) => {
        if (!isAsked(access(), person, plan)) return false;
        return refuseVote(plan, { hash: plan.hash, by, atMs: clock.nowMs() }) === undefined;
      });
      return allowed({ person, action: "plan.approve" }, mine, (_, plan) => readPlan(plan, redact));
    },
  };
}

async function lookUpEither(r: Repositories, id: string) {
  return lookUp(r, id.startsWith("run-") ? (await expectRun(r, id)).plan : id);
}

async function onCard(
  r: Repositories,
  id: string,
  { shelf, redact }: { readonly shelf: Shelf; readonly redact: (text: string) => string },
) {
  const about = await aboutOf(r, id);
  const plan = (await r.plans.ofIncident(id, 1))[0];
  const repair = plan === undefined ? undefined : await readRepair(r, plan, redact);
  const fits = about !== undefined && shelf.runbooks.some((one) => misfit(one, about) === undefined);
  return { repair, fixable: fits && (repair === undefined || isOver(repair)) };
}

function isOver({ plan, run }: Repair): boolean {
  return run === undefined ? isPlanFinal(plan.state) : isRunFinal(run.state);
}
