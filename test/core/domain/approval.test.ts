import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refuseVote, votesMissing, type Approval, type Plan } from "#core/domain";
import { plan, vote } from "./arbitraries.ts";

const open: Plan = {
  id: "p-1",
  hash: "h-1",
  subject: { kind: "incident", id: "inc-1" },
  steps: [],
  proposer: "slack:T1/ann",
  approvalsNeeded: 2,
  expiresMs: 1000,
  state: { kind: "proposed" },
};
const byBen: Approval = { plan: "p-1", hash: "h-1", by: "slack:T1/ben", atMs: 999 };

describe("a vote", () => {
  test("counts when it is somebody else's, in time, and for the plan that was shown", () => {
    expect(refuseVote(open, [], byBen)).toBeUndefined();
  });

  test.for([
    ["stale-hash", "for another hash", open, { ...byBen, hash: "h-2" }],
    ["stale-hash", "for another plan", open, { ...byBen, plan: "p-2" }],
    ["not-open", "after the plan was approved", { ...open, state: { kind: "approved", atMs: 5 } }, byBen],
    ["expired", "at the very end", open, { ...byBen, atMs: 1000 }],
    ["own-plan", "by the proposer", open, { ...byBen, by: open.proposer }],
  ] as const)("is refused as %s %s", ([refusal, , asked, cast]) => {
    expect(refuseVote(asked, [], cast)).toBe(refusal);
  });

  test("is refused when the same person voted before, and not when another did", () => {
    expect(refuseVote(open, [byBen], { ...byBen, atMs: 500 })).toBe("voted-already");
    expect(refuseVote(open, [byBen], { ...byBen, by: "slack:T1/cid" })).toBeUndefined();
    expect(refuseVote(open, [{ ...byBen, plan: "p-2" }], byBen)).toBeUndefined();
  });

  test("that is not refused brings the plan one step nearer, and never two", () => {
    fc.assert(
      fc.property(plan, fc.array(vote, { maxLength: 12 }), (asked, cast) => {
        const counted: Approval[] = [];
        for (const next of cast) {
          const missing = votesMissing(asked, counted);
          if (refuseVote(asked, counted, next) !== undefined) continue;
          counted.push(next);
          expect(votesMissing(asked, counted)).toBe(Math.max(0, missing - 1));
        }
        expect(counted.some((one) => one.by === asked.proposer)).toBe(false);
        expect(new Set(counted.map((one) => one.by)).size).toBe(counted.length);
      }),
    );
  });
});

describe("the number of missing votes", () => {
  test("is never lowered by votes of the proposer, for another plan, too late, or by the same person again", () => {
    const idle: Approval[] = [
      { ...byBen, by: open.proposer },
      { ...byBen, hash: "h-2", by: "slack:T1/cid" },
      { ...byBen, plan: "p-2", by: "slack:T1/dot" },
      { ...byBen, atMs: open.expiresMs, by: "slack:T1/eve" },
    ];
    expect(votesMissing(open, idle)).toBe(2);
    expect(votesMissing(open, [...idle, byBen, { ...byBen, atMs: 1 }])).toBe(1);
  });

  test("is 0 from the start where the plan needs no approval", () => {
    expect(votesMissing({ ...open, approvalsNeeded: 0 }, [])).toBe(0);
  });
});
