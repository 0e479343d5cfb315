import { z } from "zod";

/** What comes over a socket (https://docs.slack.dev/apis/events-api/using-socket-mode). */
export type Frame =
  | { readonly kind: "hello" }
  /** Slack will close this connection, soon or at once, and another one is wanted. */
  | { readonly kind: "disconnect"; readonly reason: string }
  | {
      readonly kind: "envelope";
      readonly id: string;
      readonly payload: unknown;
    }
  | { readonly kind: "unknown" };

const frameShape = z.looseObject({
  type: z.string().max(100),
  reason: z.string().max(100).optional(),
  envelope_id: z.string().min(1).max(200).optional(),
  payload: z.unknown().optional(),
});

/** Never throws: what is no frame of Slack's is `unknown`. */
export function readFrame(text: string): Frame {
  const read = frameShape.safeParse(jsonOf(text));
  if (!read.success) return { kind: "unknown" };
  const { type, reason = "unknown", envelope_id: id, payload } = read.data;
  if (type === "hello") return { kind: "hello" };
  if (type === "disconnect") return { kind: "disconnect", reason };
  return id === undefined ? { kind: "unknown" } : { kind: "envelope", id, payload };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whatever is no JSON is no frame: told by the shape.
    return undefined;
  }
}
