import { z } from "zod";
import type { Faults } from "./faults.ts";

const fault = z.strictObject({
  times: z.int().min(1).max(1_000).optional(),
  delayMs: z.number().min(0).max(600_000).optional(),
  error: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
  retryAfter: z.int().min(0).optional(),
  drop: z.boolean().optional(),
  after: z.enum(["status", "drop"]).optional(),
});

const orders = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("method"), method: z.string(), fault }),
  z.strictObject({ kind: z.literal("clear") }),
  z.strictObject({
    kind: z.literal("disconnect"),
    reason: z.enum(["warning", "refresh_requested", "link_disabled"]),
    which: z.enum(["all", "oldest"]).default("all"),
  }),
  z.strictObject({ kind: z.literal("kill") }),
  z.strictObject({ kind: z.literal("redeliver") }),
  z.strictObject({ kind: z.literal("double") }),
  z.strictObject({ kind: z.literal("frame"), text: z.string() }),
  z.strictObject({ kind: z.literal("rate-limited") }),
]);

/** Does what came to `/ctl/fault`: for tests that run elsewhere. False for an order that makes no sense. */
export async function control(faults: Faults, body: unknown): Promise<boolean> {
  const order = orders.safeParse(body);
  if (!order.success) return false;
  const { data } = order;
  switch (data.kind) {
    case "method":
      faults.method(data.method, data.fault);
      break;
    case "clear":
      faults.clear();
      break;
    case "disconnect":
      faults.disconnect(data.reason, data.which);
      break;
    case "kill":
      faults.killSockets();
      break;
    case "redeliver":
      await faults.redeliverLast();
      break;
    case "double":
      faults.doubleNext();
      break;
    case "frame":
      faults.sendFrame(data.text);
      break;
    case "rate-limited":
      faults.sendRateLimited();
      break;
  }
  return true;
}
