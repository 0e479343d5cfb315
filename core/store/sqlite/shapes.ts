import { z } from "zod";
import type { Alert, CloudEvent, Incident, Severity } from "#core/domain";
import type { Post } from "../posts.ts";

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
      reason: z.literal(["absent", "recovered", "withdrawn", "declared"]),
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
      asksAtMs: ms.nullable(),
      lapsesAtMs: ms,
    }),
    z.strictObject({
      kind: z.literal("resolved"),
      sinceMs: ms,
      atMs: ms,
      by: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ]),
});

export const postShape: z.ZodType<Post> = z.strictObject({
  key: z.string().min(1),
  subject: z.string().min(1),
  channel: z.string().min(1),
  thread: z.string().nullable(),
  content: z.unknown(),
  wanted: z.int(),
  dueMs: ms,
  state: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("waiting") }),
    z.strictObject({ kind: z.literal("sending"), sinceMs: ms }),
    z.strictObject({
      kind: z.literal("sent"),
      channelId: z.string(),
      ts: z.string(),
      shown: z.int(),
      atMs: ms,
    }),
    z.strictObject({ kind: z.literal("refused"), reason: z.string(), atMs: ms }),
    z.strictObject({ kind: z.literal("unknown"), reason: z.string(), atMs: ms }),
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
