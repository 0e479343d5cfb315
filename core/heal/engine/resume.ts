import type { Plan, Run } from "#core/domain";
import { takeLease } from "./lease.ts";
import type { EngineParts } from "./parts.ts";

/**
 * Takes up a run that nobody conducts: its process died, or let go of it. Undefined while somebody else holds
 * the lease of its target, or where it has ended meanwhile.
 */
export function takeUp(parts: EngineParts, id: string): Promise<{ plan: Plan; run: Run } | undefined> {
  return parts.store.write(async (r) => {
    const run = await r.runs.byId(id);
    if (run === undefined || run.receipt !== null) return undefined;
    const plan = await r.plans.byId(run.plan);
    if (plan === undefined) throw new Error(`${run.plan} of ${run.id} is not in the store`);
    const fence = await takeLease(r, parts, run);
    if (fence === undefined) return undefined;
    const taken = { ...run, fence };
    if (fence !== run.fence) await r.runs.change(run, taken);
    return { plan, run: taken };
  });
}
