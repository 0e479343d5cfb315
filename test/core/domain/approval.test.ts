import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refuseVote, votesMissing, type Approval, type Plan } from "#core/domain";
import { aPlan, aPlanContent } from "../../support/repairs.ts";
import { plan, vote } from "./arbitraries.ts";

const open: Plan = aPlan({
  content: aPlanContent({ approvals: { needed: 2, group: null, withinMs: 1000 } }),
  proposer: "slack:T1/ann",
  expiresMs: 1000,
});
const byBen: Approval = { hash: "h-1", by: "slack:T1/ben", atMs: 999 };

describe("a vote", () => {
  test("counts when it is somebody else's, in time, and for the plan that was shown", () => {
    expect(refuseVote(open, byBen)).toBeUndefined();
  });

  test.for([
    ["stale-hash", "for another hash", open, { ...byBen, hash: "h-2" }],
    [
      "not-open",
      "after the plan was approved",
      { ...open, state: { kind: "approved", atMs: 5, heldUp: null } },
      byBen,
    ],
    ["expired", "at the very end", open, { ...byBen, atMs: 1000 }],
    ["own-plan", "by the proposer", open, { ...byBen, by: open.proposer }],
  ] as const)("is refused as %s %s", ([refusal, , asked, cast]) => {
    expect(refuseVote(asked, cast)).toBe(refusal);
  });

  test("is refused when the same person voted before, and not when another did", () => {
    const voted = { ...open, votes: [byBen] };
    expect(refuseVote(voted, { ...byBen, atMs: 500 })).toBe("voted-already");
    expect(refuseVote(voted, { ...byBen, by: "slack:T1/cid" })).toBeUndefined();
  });

  test("that is not refused brings the plan one step nearer, and never two", () => {
    fc.assert(
      fc.property(plan, fc.array(vote, { maxLength: 12 }), (asked, cast) => {
        let now: Plan = asked;
        for (const next of cast) {
          const missing = votesMissing(now);
          if (refuseVote(now, next) !== undefined) continue;
          now = { ...now, votes: [...now.votes, next] };
          expect(votesMissing(now)).toBe(Math.max(0, missing - 1));
        }
        expect(now.votes.some((one) => one.by === asked.proposer)).toBe(false);
        expect(new Set(now.votes.map((one) => one.by)).size).toBe(now.votes.length);
      }),
    );
  });
});

describe("the number of missing votes", () => {
  test("is never lowered by votes of the proposer, for another plan, too late, or by the same person again", () => {
    const idle: Approval[] = [
      { ...byBen, by: open.proposer },
      { ...byBen, hash: "h-2", by: "slack:T1/cid" },
      { ...byBen, atMs: open.expiresMs, by: "slack:T1/eve" },
    ];
    expect(votesMissing({ ...open, votes: idle })).toBe(2);
    expect(votesMissing({ ...open, votes: [...idle, byBen, { ...byBen, atMs: 1 }] })).toBe(1);
  });

  test("is 0 from the start where the plan needs no approval", () => {
    const content = aPlanContent({ approvals: { needed: 0, group: null, withinMs: 1000 } });
    expect(votesMissing({ ...open, content })).toBe(0);
  });
});
