import { nextRunState, type Plan, type Run } from "#core/domain";
import type { AuditEntry, Repositories } from "#core/store";
import { repairEvent, type RepairHappening } from "../events.ts";
import { leaseName } from "./lease.ts";
import { engineActor, type EngineParts } from "./parts.ts";

/** One entry of the journal: what becomes of the run, what is told of it, and what the audit keeps. */
interface Entry {
  readonly happening: RepairHappening;
  readonly next: (run: Run) => Run;
  readonly audit?: Pick<AuditEntry, "action" | "outcome" | "detail">;
}

/**
 * What a run has done and is about to do. Each entry is one durable transaction that is undone where the run's
 * lease is no longer its own; so whoever lost it can do nothing that counts.
 */
export interface Journal {
  /** As of the last entry. */
  readonly run: Run;
  /** @throws Fault `conflict` where the lease is lost, or the run cannot go there. */
  write(entry: Entry, more?: (r: Repositories, run: Run) => Promise<Run>): Promise<void>;
}

export function openJournal({ store, clock }: EngineParts, plan: Plan, begun: Run): Journal {
  let run = begun;
  return {
    get run() {
      return run;
    },
    write: async ({ happening, next, audit }, more) => {
      run = await store.write(async (r) => {
        const atMs = clock.nowMs();
        await r.leases.assertFence(leaseName(run.target), run.fence, atMs);
        // Read again: somebody may have said meanwhile that it is to end.
        const now = await expectRun(r, run.id);
        const changed = next(now);
        let written =
          changed.state === now.state
            ? changed
            : { ...changed, state: nextRunState(now.state, changed.state) };
        if (audit !== undefined) {
          await r.audit.append({
            atMs,
            actor: engineActor,
            resource: `run:${run.id}`,
            policies: [],
            ...audit,
          });
        }
        if (more !== undefined) written = await more(r, written);
        await r.runs.change(now, written);
        const id = `${run.id}:${written.attempts.length}:${atMs}`;
        await r.events.append(repairEvent(plan, { happening, atMs, id, run: written }));
        return written;
      });
    },
  };
}

async function expectRun(r: Repositories, id: string): Promise<Run> {
  const found = await r.runs.byId(id);
  if (found === undefined) throw new Error(`${id} was under way and is not in the store`);
  return found;
}
