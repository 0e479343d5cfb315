import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFault, isPlanFinal, nextPlanState, type PlanState } from "#core/domain";
import { planState } from "./arbitraries.ts";

/** All moves that a plan may make, `from to`. Whatever is not here is refused. */
const moves = new Set([
  "proposed approved",
  "proposed denied",
  "proposed expired",
  "proposed superseded",
  "proposed refused",
  "approved approved",
  "approved denied",
  "approved expired",
  "approved superseded",
  "approved refused",
  "approved spent",
]);

describe("a plan", () => {
  test("moves along its table only", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(planState, planState, (from, to) => {
        seen.add(`${from.kind} ${to.kind}`);
        expect(attempt(from, to)).toBe(moves.has(`${from.kind} ${to.kind}`) ? to : undefined);
      }),
      { numRuns: 1000 },
    );
    expect(seen.size).toBe(7 * 7);
  });

  test("is final exactly where no state follows", () => {
    fc.assert(
      fc.property(planState, (state) => {
        const leads = [...moves].some((move) => move.startsWith(`${state.kind} `));
        expect(isPlanFinal(state)).toBe(!leads);
      }),
    );
  });

  test("is approved at most once and spent at most once on every walk, and never spent without approval", () => {
    fc.assert(
      fc.property(fc.array(planState, { maxLength: 20 }), (wishes) => {
        const walk: PlanState[] = [{ kind: "proposed" }];
        for (const wish of wishes) {
          const after = attempt(walk.at(-1) ?? wish, wish);
          if (after !== undefined) walk.push(after);
        }
        const kinds = walk.map((state) => state.kind);
        // Held up for one reason after another, it stays approved.
        const changes = kinds.filter((kind, at) => kind !== kinds[at - 1]);
        expect(new Set(changes).size).toBe(changes.length);
        if (changes.includes("spent")) expect(changes).toEqual(["proposed", "approved", "spent"]);
      }),
    );
  });

  test("says in its refusal what it is and what was asked", () => {
    const spent: PlanState = { kind: "spent", run: "r-1", atMs: 2 };
    expect(() => nextPlanState(spent, { kind: "approved", atMs: 3, heldUp: null })).toThrow(
      "a plan that is spent cannot become approved",
    );
  });
});

/** The state after a move; undefined where it is refused by a Fault `conflict`. */
function attempt(from: PlanState, to: PlanState): PlanState | undefined {
  try {
    return nextPlanState(from, to);
  } catch (thrown) {
    if (isFault(thrown, "conflict")) return undefined;
    throw thrown;
  }
}
