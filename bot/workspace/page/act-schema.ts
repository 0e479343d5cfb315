import { z } from "zod";
import type { Act } from "../contract.ts";

/** Ids of Slack and names that apps give: bounded, so that a request is never more than it should be. */
const id = z.string().min(1).max(255);
const typed = z.string().max(40_000);
const value = z.string().max(3_000);
const values = z.array(value).max(100);

const place = z.union([z.strictObject({ message: id, channel: id }), z.strictObject({ view: id })]);

/** What the browser may ask to be done, checked in full: the workspace never sees another shape. */
export const actSchema: z.ZodType<Act> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("message"),
    channel: id,
    text: typed.min(1),
    threadTs: id.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("command"), channel: id, text: typed.min(1) }),
  z.strictObject({
    kind: z.literal("click"),
    on: place,
    block: z.string().max(255),
    action: z.string().max(255),
    value: z.union([value, values]).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("submit"),
    view: id,
    values: z.record(z.string().max(255), z.record(z.string().max(255), z.union([value, values]).nullable())),
  }),
  z.strictObject({ kind: z.literal("close"), view: id }),
  z.strictObject({
    kind: z.literal("shortcut"),
    callbackId: id,
    channel: id.exactOptional(),
    ts: id.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("home") }),
  z.strictObject({ kind: z.literal("join"), channel: id }),
  z.strictObject({ kind: z.literal("dismiss"), notice: z.number().int() }),
]);
