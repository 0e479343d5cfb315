import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFault, isRunFinal, nextRunState, type RunState } from "#core/domain";
import { runState } from "./arbitraries.ts";

/** All moves that a run may make. Whatever is not here is refused. */
const moves: Record<RunState["kind"], readonly RunState["kind"][]> = {
  pending: ["running", "aborted", "failed"],
  running: ["running", "asking", "verifying", "failed", "rolled-back", "aborted"],
  asking: ["running", "verifying", "failed", "rolled-back", "aborted"],
  verifying: ["verified", "failed", "rolled-back", "aborted"],
  verified: [],
  "rolled-back": [],
  failed: [],
  aborted: [],
};

describe("a run", () => {
  test("moves along its table only, and never back to an earlier step", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(runState, runState, (from, to) => {
        seen.add(`${from.kind} ${to.kind}`);
        const backwards = "step" in from && "step" in to && to.step < from.step;
        const allowed = moves[from.kind].includes(to.kind) && !backwards;
        expect(attempt(from, to)).toBe(allowed ? to : undefined);
      }),
      { numRuns: 2000 },
    );
    expect(seen.size).toBe(8 * 8);
  });

  test("takes its steps in order on every walk, verifies once, and ends once", () => {
    fc.assert(
      fc.property(fc.array(runState, { maxLength: 60 }), (wishes) => {
        const walk: RunState[] = [{ kind: "pending" }];
        for (const wish of wishes) {
          const after = attempt(walk.at(-1) ?? wish, wish);
          if (after !== undefined) walk.push(after);
        }
        const steps = walk.flatMap((state) => ("step" in state ? [state.step] : []));
        expect(steps).toEqual(steps.toSorted((a, b) => a - b));
        expect(walk.filter((state) => state.kind === "verifying").length).toBeLessThanOrEqual(1);
        expect(walk.slice(0, -1).filter(isRunFinal)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("is final exactly where no state follows", () => {
    fc.assert(
      fc.property(runState, (state) => {
        expect(isRunFinal(state)).toBe(moves[state.kind].length === 0);
      }),
    );
  });

  test("refuses a step that is no number, which would be neither later nor earlier", () => {
    const running: RunState = { kind: "running", step: 3 };
    expect(attempt(running, { kind: "running", step: Number.NaN })).toBeUndefined();
  });

  test("is verified only after it was verifying", () => {
    const running: RunState = { kind: "running", step: 3 };
    expect(() => nextRunState(running, { kind: "verified", atMs: 1 })).toThrow(
      "a run that is running at step 3 cannot become verified",
    );
  });
});

/** The state after a move; undefined where it is refused by a Fault `conflict`. */
function attempt(from: RunState, to: RunState): RunState | undefined {
  try {
    return nextRunState(from, to);
  } catch (thrown) {
    if (isFault(thrown, "conflict")) return undefined;
    throw thrown;
  }
}
