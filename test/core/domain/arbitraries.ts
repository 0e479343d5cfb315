import * as fc from "fast-check";
import type { Alert, Approval, IncidentStep, Plan, PlanState, RunState, Severity } from "#core/domain";
import { aPlan, aPlanContent } from "../../support/repairs.ts";

/** Domain values for properties; times are whole milliseconds of the years 1970 to 2100. */
export const timeMs = fc.integer({ min: 0, max: 4_102_444_800_000 });
const severity: fc.Arbitrary<Severity> = fc.constantFrom(1, 2, 3, 4, 5);
export const labels = fc.dictionary(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 }), { maxKeys: 5 });
const person = fc.constantFrom("slack:T1/ann", "slack:T1/ben", "slack:T1/cid", "local:0", "fettle:rules");

export const firingAlert: fc.Arbitrary<Alert> = fc.record({
  id: fc.constant("a-1"),
  fingerprint: fc.constant("f-1"),
  rule: fc.constant("disk-full"),
  event: fc.constant("disk_full"),
  severity,
  subject: fc.constant("web-01"),
  by: labels,
  labels,
  semantics: fc.constant([]),
  summary: fc.string(),
  count: fc.integer({ min: 1, max: 1_000_000 }),
  seenMs: timeMs,
  state: fc.record({ kind: fc.constant("firing" as const), sinceMs: timeMs }),
});

export const sighting = fc.record({ times: fc.integer({ min: 1, max: 1000 }), seenMs: timeMs, severity });

export const incidentStep: fc.Arbitrary<IncidentStep> = fc.oneof(
  fc.record({ kind: fc.constant("open" as const), atMs: timeMs }),
  fc.record({
    kind: fc.constant("acknowledge" as const),
    by: person,
    atMs: timeMs,
    asksAtMs: timeMs,
    lapsesAtMs: timeMs,
  }),
  fc.record({ kind: fc.constant("ask" as const), atMs: timeMs }),
  fc.record({ kind: fc.constant("unacknowledge" as const), atMs: timeMs }),
  fc.record({
    kind: fc.constant("resolve" as const),
    atMs: timeMs,
    by: fc.option(person),
    note: fc.option(fc.string()),
  }),
  fc.record({ kind: fc.constant("reopen" as const), atMs: timeMs }),
);

export const planState: fc.Arbitrary<PlanState> = fc.oneof(
  fc.constant({ kind: "proposed" as const }),
  fc.record({
    kind: fc.constant("approved" as const),
    atMs: timeMs,
    heldUp: fc.constantFrom(null, "paused"),
  }),
  fc.record({ kind: fc.constant("denied" as const), by: person, reason: fc.string(), atMs: timeMs }),
  fc.record({ kind: fc.constant("expired" as const), atMs: timeMs }),
  fc.record({ kind: fc.constant("superseded" as const), by: fc.constant("p-2"), atMs: timeMs }),
  fc.record({
    kind: fc.constant("refused" as const),
    reason: fc.string(),
    drift: fc.constant([]),
    atMs: timeMs,
  }),
  fc.record({ kind: fc.constant("spent" as const), run: fc.constant("r-1"), atMs: timeMs }),
);

const step = fc.integer({ min: 0, max: 6 });

export const runState: fc.Arbitrary<RunState> = fc.oneof(
  fc.constant({ kind: "pending" as const }),
  fc.record({ kind: fc.constant("running" as const), step }),
  fc.record({ kind: fc.constant("asking" as const), step, reason: fc.string() }),
  fc.record({ kind: fc.constant("verifying" as const), sinceMs: timeMs }),
  fc.record({ kind: fc.constant("verified" as const), atMs: timeMs }),
  fc.record({ kind: fc.constant("rolled-back" as const), atMs: timeMs }),
  fc.record({ kind: fc.constant("failed" as const), atMs: timeMs, reason: fc.string() }),
  fc.record({ kind: fc.constant("aborted" as const), atMs: timeMs, by: person }),
);

export const plan: fc.Arbitrary<Plan> = fc
  .record({
    needed: fc.integer({ min: 0, max: 4 }),
    proposer: person,
    expiresMs: fc.integer({ min: 500, max: 1500 }),
    state: planState,
  })
  .map(({ needed, ...parts }) =>
    aPlan({ ...parts, content: aPlanContent({ approvals: { needed, group: null, withinMs: 1000 } }) }),
  );

/** Votes near a plan of `plan`: some stale, some too late. */
export const vote: fc.Arbitrary<Approval> = fc.record({
  hash: fc.constantFrom("h-1", "h-1", "h-1", "h-2"),
  by: person,
  atMs: fc.integer({ min: 0, max: 2000 }),
});
