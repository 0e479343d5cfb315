import { z } from "zod";
import type { Alert, CloudEvent, Incident, Severity } from "#core/domain";

/** The shapes of the documents. Strict: an unknown field is one that this version would lose. */

const ms = z.int();
const labels = z.record(z.string(), z.string());
const severity: z.ZodType<Severity> = z.literal([1, 2, 3, 4, 5]);

export const alertShape: z.ZodType<Alert> = z.strictObject({
  id: z.string().min(1),
  fingerprint: z.string(),
  rule: z.string(),
  event: z.string(),
  severity,
  subject: z.string(),
  by: labels,
  labels,
  semantics: z.array(z.string()),
  summary: z.string(),
  count: z.int(),
  seenMs: ms,
  state: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("firing"), sinceMs: ms }),
    z.strictObject({
      kind: z.literal("resolved"),
      sinceMs: ms,
      atMs: ms,
      reason: z.literal(["absent", "recovered", "withdrawn"]),
    }),
  ]),
});

export const incidentShape: z.ZodType<Incident> = z.strictObject({
  id: z.string().min(1),
  groupKey: z.string(),
  title: z.string(),
  severity,
  labels,
  parent: z.string().nullable(),
  openedMs: ms,
  changedMs: ms,
  state: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("gathering"), sinceMs: ms, untilMs: ms }),
    z.strictObject({ kind: z.literal("open"), sinceMs: ms }),
    z.strictObject({
      kind: z.literal("acknowledged"),
      sinceMs: ms,
      by: z.string(),
      atMs: ms,
      lapsesAtMs: ms,
    }),
    z.strictObject({ kind: z.literal("resolved"), sinceMs: ms, atMs: ms }),
  ]),
});

export const eventShape: z.ZodType<CloudEvent> = z.strictObject({
  specversion: z.literal("1.0"),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string(),
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal("application/json"),
  data: z.unknown(),
});

/** A document whose shape is its owner's business. */
export const anyShape: z.ZodType = z.unknown();
