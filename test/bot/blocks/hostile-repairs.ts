import * as fc from "fast-check";
import type { Measurement, Pause, PlanState, Run, RunState } from "#core/domain";
import type { Repair } from "#core/heal";
import { aPlan, aPlanContent, aRun } from "../../support/repairs.ts";
import { hostile } from "./hostile.ts";

/** Repairs in every state, whose texts are as hostile as texts can be. */

const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });

const planState: fc.Arbitrary<PlanState> = fc.oneof(
  fc.constantFrom<PlanState>({ kind: "proposed" }, { kind: "spent", run: "run-1", atMs: 1 }),
  fc.option(hostile).map((heldUp) => ({ kind: "approved", atMs: 1, heldUp }) as const),
  fc.tuple(hostile, hostile).map(([by, reason]) => ({ kind: "denied", by, reason, atMs: 1 }) as const),
  fc.tuple(hostile, hostile, hostile).map(
    ([reason, path, now]) =>
      ({
        kind: "refused",
        reason,
        drift: Array.from({ length: 20 }, () => ({ path, approved: now, now })),
        atMs: 1,
      }) as const,
  ),
);

const runState: fc.Arbitrary<RunState> = fc.oneof(
  fc.constantFrom<RunState>({ kind: "pending" }, { kind: "running", step: 0 }, { kind: "verified", atMs: 9 }),
  hostile.map((reason) => ({ kind: "asking", step: 0, reason }) as const),
  hostile.map((reason) => ({ kind: "failed", atMs: 9, reason }) as const),
  hostile.map((by) => ({ kind: "aborted", atMs: 9, by }) as const),
);

const measurement: fc.Arbitrary<Measurement> = fc.record({
  name: hostile,
  value: fc.oneof(hostile, fc.double(), fc.constant(null)),
  holds: fc.constantFrom(true, false, null),
  trouble: fc.option(hostile),
  atMs: moment,
});

const outcome = fc.record({
  ok: fc.boolean(),
  summary: hostile,
  output: fc.oneof(
    hostile,
    hostile.map((text) => text.repeat(8)),
  ),
  truncated: fc.boolean(),
  level: fc.option(hostile),
});

const run: fc.Arbitrary<Run> = fc
  .record({
    state: runState,
    outcomes: fc.array(fc.option(outcome), { maxLength: 6 }),
    looked: fc.array(measurement, { maxLength: 5 }),
    verdict: fc.constantFrom("healed", "not-healed", "unknown" as const),
    reason: fc.option(hostile),
  })
  .map(({ state, outcomes, looked, verdict, reason }) =>
    aRun({
      state,
      attempts: outcomes.map((found, step) => ({
        step,
        startedMs: 1_000,
        endedMs: found === null ? null : 2_000,
        outcome: found,
        saidBy: null,
      })),
      before: looked,
      after: looked,
      receipt:
        state.kind === "failed" || state.kind === "verified" || state.kind === "aborted"
          ? {
              run: "run-1",
              plan: "plan-1",
              planHash: "h",
              proposer: "p",
              approvers: [],
              before: looked,
              after: looked,
              verdict,
              reason,
              startedMs: 1_000,
              endedMs: 9_000,
              auditHead: "12:ab",
            }
          : null,
    }),
  );

export const anyRepair: fc.Arbitrary<Repair> = fc
  .record({
    state: planState,
    run: fc.option(run, { nil: undefined }),
    text: hostile,
    commands: fc.array(hostile, { minLength: 1, maxLength: 20 }),
    before: fc.option(measurement),
    group: fc.option(hostile),
    forIncident: fc.boolean(),
  })
  .map(({ state, run: ran, text, commands, before, group, forIncident }) => ({
    plan: aPlan({
      state,
      createdMs: Date.UTC(2026, 0),
      expiresMs: Date.UTC(2026, 0, 2),
      before,
      subject: forIncident ? { kind: "incident", id: "inc-1" } : { kind: "request", by: text },
      votes: [{ by: text, hash: "h-1", atMs: 1 }],
      content: aPlanContent({
        runbook: text,
        target: { name: text, address: text },
        steps: commands.map((command) => ({
          kind: "exec",
          command,
          grants: [{ kind: "write", path: command }],
          deadlineMs: 5_000,
        })),
        approvals: { needed: 2, group, withinMs: 60_000 },
        brakes: { cooldownMs: 60_000, limit: { count: 3, perMs: 60_000 } },
      }),
    }),
    run: ran,
    missing: 2,
    history: { runs: 3, healed: 1, lastMs: 5 },
  }));

export const anyPause: fc.Arbitrary<Pause> = fc.record({
  scope: fc.option(hostile),
  by: hostile,
  reason: hostile,
  atMs: moment,
});
