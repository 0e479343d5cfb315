import { z } from "zod";
import {
  comparisons,
  type Assertion,
  type Grant,
  type Measurement,
  type Pause,
  type Plan,
  type Run,
} from "#core/domain";

/** The shapes of what repairs leave behind. Strict, as in shapes.ts. */

const ms = z.int();
const text = z.string();

const grant: z.ZodType<Grant> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal(["read", "write"]), path: text }),
  z.strictObject({ kind: z.literal("net") }),
]);
const grants = z.array(grant);
const expect = z.strictObject({ comparison: z.literal(comparisons), value: z.union([z.number(), text]) });

const assertion: z.ZodType<Assertion> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("exec"), command: text, grants, parse: text.nullable(), expect }),
  z.strictObject({ kind: z.literal("http"), url: text, part: z.literal(["status", "body"]), expect }),
  z.strictObject({ kind: z.literal("metric"), query: text, expect }),
]);

const measurement: z.ZodType<Measurement> = z.strictObject({
  name: text,
  value: z.union([z.number(), text]).nullable(),
  holds: z.boolean().nullable(),
  trouble: text.nullable(),
  atMs: ms,
});

const step = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("exec"), command: text, grants, deadlineMs: ms }),
  z.strictObject({
    kind: z.literal("action"),
    action: text,
    arguments: z.record(text, z.union([text, z.number(), z.boolean()])),
    deadlineMs: ms,
  }),
]);

const content = z.strictObject({
  runbook: text,
  target: z.strictObject({ name: text, address: text }),
  check: assertion.nullable(),
  steps: z.array(step),
  verify: z.strictObject({ withinMs: ms, everyMs: ms, holdMs: ms, assertions: z.array(assertion) }),
  brakes: z.strictObject({
    cooldownMs: ms.nullable(),
    limit: z.strictObject({ count: z.int(), perMs: ms }).nullable(),
  }),
  approvals: z.strictObject({ needed: z.int(), group: text.nullable(), withinMs: ms }),
});

const drift = z.strictObject({ path: text, approved: text, now: text });

export const planShape: z.ZodType<Plan> = z.strictObject({
  id: text.min(1),
  hash: text.min(1),
  content,
  subject: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("incident"), id: text }),
    z.strictObject({ kind: z.literal("request"), by: text }),
  ]),
  proposer: text,
  votes: z.array(z.strictObject({ hash: text, by: text, atMs: ms })),
  createdMs: ms,
  expiresMs: ms,
  before: measurement.nullable(),
  state: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("proposed") }),
    z.strictObject({ kind: z.literal("approved"), atMs: ms, heldUp: text.nullable() }),
    z.strictObject({ kind: z.literal("denied"), by: text, reason: text, atMs: ms }),
    z.strictObject({ kind: z.literal("expired"), atMs: ms }),
    z.strictObject({ kind: z.literal("superseded"), by: text, atMs: ms }),
    z.strictObject({ kind: z.literal("refused"), reason: text, drift: z.array(drift), atMs: ms }),
    z.strictObject({ kind: z.literal("spent"), run: text, atMs: ms }),
  ]),
});

const attempt = z.strictObject({
  step: z.int(),
  startedMs: ms,
  endedMs: ms.nullable(),
  outcome: z
    .strictObject({
      ok: z.boolean(),
      summary: text,
      output: text,
      truncated: z.boolean(),
      level: text.nullable(),
    })
    .nullable(),
  saidBy: text.nullable(),
});

const receipt = z.strictObject({
  run: text,
  plan: text,
  planHash: text,
  proposer: text,
  approvers: z.array(text),
  before: z.array(measurement),
  after: z.array(measurement),
  verdict: z.literal(["healed", "not-healed", "unknown"]),
  reason: text.nullable(),
  startedMs: ms,
  endedMs: ms,
  auditHead: text,
});

export const runShape: z.ZodType<Run> = z.strictObject({
  id: text.min(1),
  plan: text.min(1),
  runbook: text,
  target: text,
  startedMs: ms,
  fence: z.int(),
  state: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("pending") }),
    z.strictObject({ kind: z.literal("running"), step: z.int() }),
    z.strictObject({ kind: z.literal("asking"), step: z.int(), reason: text }),
    z.strictObject({ kind: z.literal("verifying"), sinceMs: ms }),
    z.strictObject({ kind: z.literal("verified"), atMs: ms }),
    z.strictObject({ kind: z.literal("rolled-back"), atMs: ms }),
    z.strictObject({ kind: z.literal("failed"), atMs: ms, reason: text }),
    z.strictObject({ kind: z.literal("aborted"), atMs: ms, by: text }),
  ]),
  attempts: z.array(attempt),
  before: z.array(measurement),
  after: z.array(measurement),
  wantedEnd: z.strictObject({ by: text, reason: text }).nullable(),
  receipt: receipt.nullable(),
});

export const pauseShape: z.ZodType<Pause> = z.strictObject({
  scope: text.nullable(),
  by: text,
  reason: text,
  atMs: ms,
});
