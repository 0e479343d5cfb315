import type { Post } from "#core/store";
import { z } from "zod";

/** What a post of the outbox shows: drawn when it is sent, from what is known then. */
export type Content = z.output<typeof shape>;

const said = { incident: z.string(), by: z.string(), note: z.string().optional() };

const shape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("card"), incident: z.string(), toldMs: z.int() }),
  z.strictObject({ kind: z.literal("details"), incident: z.string() }),
  z.strictObject({ kind: z.literal("acknowledged"), ...said, lapsesAtMs: z.int() }),
  z.strictObject({ kind: z.literal("returned"), ...said }),
  z.strictObject({ kind: z.literal("resolved"), ...said }),
  z.strictObject({ kind: z.literal("over"), incident: z.string(), by: z.string() }),
  z.strictObject({ kind: z.literal("plan"), plan: z.string() }),
  z.strictObject({ kind: z.literal("receipt"), run: z.string() }),
  z.strictObject({ kind: z.literal("noted"), ...said }),
  z.strictObject({ kind: z.literal("asked"), incident: z.string(), by: z.string(), lapsesAtMs: z.int() }),
  z.strictObject({
    kind: z.literal("call"),
    incident: z.string(),
    call: z.enum(["lapsed", "worse", "back", "on"]),
  }),
]);

/** Undefined for a document of another version. */
export function readContent(content: unknown): Content | undefined {
  const read = shape.safeParse(content);
  return read.success ? read.data : undefined;
}

/** Between two edits of a card, and of the details below it, which nobody waits for. */
const cardPaceMs = 1_500;
const detailsPaceMs = 10_000;

export function paceMs({ content }: Post): number {
  return readContent(content)?.kind === "details" ? detailsPaceMs : cardPaceMs;
}
