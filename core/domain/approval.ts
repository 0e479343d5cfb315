import type { Plan } from "./plan.ts";

/** One person's vote on one plan, bound to the hash that was shown. */
export interface Approval {
  readonly hash: string;
  /** Actor id. */
  readonly by: string;
  readonly atMs: number;
}

/** Why a vote does not count, in the order in which it is looked for. */
export type VoteRefusal = "stale-hash" | "not-open" | "expired" | "own-plan" | "voted-already";

/** Whether one more vote counts; undefined when it does. Permission is asked of core/access, not here. */
export function refuseVote(plan: Plan, vote: Approval): VoteRefusal | undefined {
  if (vote.hash !== plan.hash) return "stale-hash";
  if (plan.state.kind !== "proposed") return "not-open";
  if (vote.atMs >= plan.expiresMs) return "expired";
  if (vote.by === plan.proposer) return "own-plan";
  if (plan.votes.some((earlier) => earlier.by === vote.by)) return "voted-already";
  return undefined;
}

/** How many votes are still missing; late votes, votes for another hash or by the proposer never count. */
export function votesMissing(plan: Plan): number {
  const counted = plan.votes.filter(
    (vote) => vote.hash === plan.hash && vote.by !== plan.proposer && vote.atMs < plan.expiresMs,
  );
  return Math.max(0, plan.content.approvals.needed - new Set(counted.map((vote) => vote.by)).size);
}
