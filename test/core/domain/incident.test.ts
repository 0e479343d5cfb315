import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFault, isOpen, nextIncidentState, type IncidentState, type IncidentStep } from "#core/domain";
import { incidentStep } from "./arbitraries.ts";

/** All moves that an incident may make: from → step → to. Whatever is not here is refused. */
const moves: Record<IncidentState["kind"], Partial<Record<IncidentStep["kind"], IncidentState["kind"]>>> = {
  gathering: { open: "open", resolve: "resolved" },
  open: { acknowledge: "acknowledged", resolve: "resolved" },
  acknowledged: {
    acknowledge: "acknowledged",
    ask: "acknowledged",
    unacknowledge: "open",
    resolve: "resolved",
  },
  resolved: { reopen: "open" },
};

function gathering(): IncidentState {
  return { kind: "gathering", sinceMs: 0, untilMs: 10 };
}

describe("an incident", () => {
  test("moves along its table on every walk, and refuses what the table does not name", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(incidentStep, { maxLength: 30 }), (steps) => {
        let state = gathering();
        for (const step of steps) {
          const to = moves[state.kind][step.kind];
          const after = attempt(state, step);
          expect(after?.kind).toBe(to);
          seen.add(`${state.kind} ${step.kind}`);
          state = after ?? state;
        }
      }),
      { numRuns: 500 },
    );
    expect(seen.size).toBe(4 * 6);
  });

  test("keeps the time since when it is there through waiting and acknowledgements, until it opens again", () => {
    fc.assert(
      fc.property(fc.array(incidentStep, { maxLength: 30 }), (steps) => {
        let state = gathering();
        for (const step of steps) {
          const after = attempt(state, step);
          if (after === undefined) continue;
          expect(after.sinceMs).toBe(step.kind === "reopen" ? step.atMs : state.sinceMs);
          state = after;
        }
      }),
    );
  });

  test("that is acknowledged once more belongs to whoever came last", () => {
    const open: IncidentState = { kind: "open", sinceMs: 1 };
    const ann = nextIncidentState(open, {
      kind: "acknowledge",
      by: "ann",
      atMs: 2,
      asksAtMs: 1,
      lapsesAtMs: 9,
    });
    const ben = nextIncidentState(ann, {
      kind: "acknowledge",
      by: "ben",
      atMs: 3,
      asksAtMs: 1,
      lapsesAtMs: 10,
    });
    expect(ben).toEqual({
      kind: "acknowledged",
      sinceMs: 1,
      by: "ben",
      atMs: 3,
      asksAtMs: 1,
      lapsesAtMs: 10,
    });
  });

  test("asks whoever has it once, until it is acknowledged anew", () => {
    const taken = { kind: "acknowledge", by: "ann", atMs: 2, asksAtMs: 8, lapsesAtMs: 9 } as const;
    const ann = nextIncidentState({ kind: "open", sinceMs: 1 }, taken);
    const asked = nextIncidentState(ann, { kind: "ask", atMs: 8 });
    expect(asked).toEqual({ ...ann, asksAtMs: null });
    expect(nextIncidentState(asked, taken)).toEqual(ann);
  });

  test("keeps who said that it is over, and why", () => {
    const step = { kind: "resolve", atMs: 5, by: "ann", note: "restarted" } as const;
    const over = nextIncidentState({ kind: "open", sinceMs: 1 }, step);
    expect(over).toEqual({ kind: "resolved", sinceMs: 1, atMs: 5, by: "ann", note: "restarted" });
  });

  test("is open in every state but resolved", () => {
    const kinds: Record<IncidentState["kind"], IncidentState> = {
      gathering: gathering(),
      open: { kind: "open", sinceMs: 1 },
      acknowledged: { kind: "acknowledged", sinceMs: 1, by: "ann", atMs: 2, asksAtMs: 1, lapsesAtMs: 3 },
      resolved: { kind: "resolved", sinceMs: 1, atMs: 2, by: null, note: null },
    };
    expect(Object.values(kinds).filter(isOpen)).toEqual([kinds.gathering, kinds.open, kinds.acknowledged]);
  });

  test("says in its refusal what was asked and what it is", () => {
    expect(() => nextIncidentState(gathering(), { kind: "reopen", atMs: 1 })).toThrow(
      "cannot reopen an incident that is gathering",
    );
  });
});

/** The state after a step; undefined where it is refused by a Fault `conflict`. */
function attempt(state: IncidentState, step: IncidentStep): IncidentState | undefined {
  try {
    return nextIncidentState(state, step);
  } catch (thrown) {
    if (isFault(thrown, "conflict")) return undefined;
    throw thrown;
  }
}
