import type { Plan, Run, RunState, Verdict } from "#core/domain";
import type { Repositories } from "#core/store";
import type { Journal } from "./journal.ts";
import { holderOf, leaseName } from "./lease.ts";
import type { EngineParts } from "./parts.ts";

export interface Ending {
  readonly verdict: Verdict;
  /** Null where it is healed. */
  readonly reason: string | null;
  /** Actor id of whoever ended it before its time; null where it came to its end. */
  readonly by: string | null;
}

/** Ends a run: its last state, its receipt with the head of the audit, and the lease given back, in one transaction. */
export async function endRun(
  parts: EngineParts,
  { plan, journal }: { readonly plan: Plan; readonly journal: Journal },
  ending: Ending,
): Promise<void> {
  const { verdict, reason } = ending;
  const endedMs = parts.clock.nowMs();
  const detail = { plan: plan.id, hash: plan.hash, verdict, reason };
  await journal.write(
    {
      happening: "ended",
      next: (run) => ({ ...run, state: stateOf(ending, endedMs) }),
      audit: { action: "run.end", outcome: verdict === "healed" ? "done" : "failed", detail },
    },
    async (r, run) => {
      await r.leases.release(leaseName(run.target), holderOf(parts, plan.id), run.fence);
      return { ...run, receipt: await receiptOf(r, { plan, run, ending, endedMs }) };
    },
  );
}

function stateOf({ verdict, reason, by }: Ending, atMs: number): RunState {
  if (by !== null) return { kind: "aborted", atMs, by };
  switch (verdict) {
    case "healed":
      return { kind: "verified", atMs };
    case "not-healed":
      return { kind: "failed", atMs, reason: reason ?? "not healed" };
    case "unknown":
      return { kind: "failed", atMs, reason: "unknown" };
  }
}

async function receiptOf(
  r: Repositories,
  { plan, run, ending, endedMs }: { plan: Plan; run: Run; ending: Ending; endedMs: number },
) {
  return {
    run: run.id,
    plan: plan.id,
    planHash: plan.hash,
    proposer: plan.proposer,
    approvers: plan.votes.map(({ by }) => by),
    before: run.before,
    after: run.after,
    verdict: ending.verdict,
    reason: ending.reason,
    startedMs: run.startedMs,
    endedMs,
    // There is one: the entry of this ending was appended just before.
    auditHead: (await r.audit.head()) ?? "",
  };
}
