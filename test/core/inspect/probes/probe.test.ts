import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  judgeProbe,
  unknownProbe,
  type ProbeLimits,
  type ProbeState,
} from "../../../../core/inspect/probes/probe.ts";

/** The verdicts over `results`, one letter a run: `.` good, `x` bad; F fire, R resolve, S still, - none. */
function play(results: string, limits: ProbeLimits): string {
  let state: ProbeState = unknownProbe;
  let verdicts = "";
  for (const result of results) {
    const judged = judgeProbe(state, { ok: result === ".", reason: "r", ms: 1 }, limits);
    state = judged.state;
    verdicts += { fire: "F", resolve: "R", still: "S", none: "-" }[judged.verdict.kind];
  }
  return verdicts;
}

describe("a probe", () => {
  test.each<[string, ProbeLimits, string, string]>([
    ["fires after enough failures in a row", { failures: 2, successes: 1 }, "..xx", "R--F"],
    ["does not fire when a success comes between", { failures: 2, successes: 1 }, ".x.x.x.", "R------"],
    ["says still for each failure after that", { failures: 2, successes: 1 }, "xxxx", "-FSS"],
    ["resolves after enough successes in a row", { failures: 1, successes: 2 }, "x.x..", "F-S-R"],
    [
      "resolves once at the start, for what an earlier life left",
      { failures: 1, successes: 1 },
      "...",
      "R--",
    ],
    ["needs as many successes at the start", { failures: 2, successes: 3 }, "..x...", "-----R"],
    ["fires again after it resolved", { failures: 1, successes: 1 }, "x.x.", "FRFR"],
  ])("%s", (_, limits, results, verdicts) => {
    expect(play(results, limits)).toBe(verdicts);
  });

  test("carries the reason of the run that decided", () => {
    const judged = judgeProbe(
      unknownProbe,
      { ok: false, reason: "HTTP 503 in 2 ms", ms: 2 },
      { failures: 1, successes: 1 },
    );
    expect(judged.verdict).toEqual({ kind: "fire", summary: "HTTP 503 in 2 ms" });
  });

  test("says, over any results, what a reader of the last few of them would say", () => {
    const limits = fc.record({
      failures: fc.integer({ min: 1, max: 4 }),
      successes: fc.integer({ min: 1, max: 4 }),
    });
    const results = fc.array(fc.constantFrom(".", "x"), { maxLength: 40 }).map((all) => all.join(""));
    fc.assert(
      fc.property(limits, results, (given, text) => {
        expect(play(text, given)).toBe(oracle(text, given));
      }),
    );
  });
});

/** The same by looking back over the text, without a state machine. */
function oracle(results: string, { failures, successes }: ProbeLimits): string {
  let last = "";
  let verdicts = "";
  for (let end = 1; end <= results.length; end++) {
    const seen = results.slice(0, end);
    if (last !== "x" && seen.endsWith("x".repeat(failures))) {
      last = "x";
      verdicts += "F";
    } else if (last === "x" && seen.endsWith("x")) verdicts += "S";
    else if (last !== "." && seen.endsWith(".".repeat(successes))) {
      last = ".";
      verdicts += "R";
    } else verdicts += "-";
  }
  return verdicts;
}
