import type { ActResult } from "../contract.ts";
import type { Outcome } from "../delivery/carrier.ts";
import type { Courier } from "../delivery/courier.ts";
import { type Json, textOf } from "../json.ts";
import type { World } from "../model/world.ts";
import { eventPayload } from "../payload/event.ts";

/** What everybody who acts needs. */
export interface Stage {
  readonly world: World;
  readonly courier: Courier;
  /** The old verification token, which payloads still carry. */
  readonly token: string;
}

/** What came of an act, and how long the app took to acknowledge; null where nothing went to it, or it did not. */
export type Acted = ActResult & { readonly ackMs: number | null };

/** Done without the app. */
export const doneAlone: Acted = { ok: true, ackMs: null };

/** Refused by Slack itself, which says so. */
export function refused(told: string): Acted {
  return { ok: false, told, ackMs: null };
}

/**
 * Brings an event to the app, where the manifest subscribes to it. Slack tells nobody whether it arrived,
 * so an act that only raises an event always succeeds.
 */
export async function raise(stage: Stage, event: Json, shared = false): Promise<Acted> {
  const { world, courier, token } = stage;
  if (!world.manifest.events.has(subscriptionOf(event))) return doneAlone;
  const payload = eventPayload(event, world, token, shared);
  const outcome = await courier.deliverEvent({
    type: "events_api",
    name: textOf(event["type"]) ?? "",
    payload,
    takesAnswer: false,
    eventId: textOf(payload["event_id"]) ?? null,
  });
  return { ok: true, ackMs: outcome.kind === "acked" ? outcome.ackMs : null };
}

/** The manifest tells messages apart by where they were written. */
function subscriptionOf({ type, channel_type: where }: Json): string {
  return type === "message" ? `message.${String(where)}` : String(type);
}

/** What Slack shows to somebody whose click or shortcut was not acknowledged. */
export function failedInteraction(outcome: Exclude<Outcome, { kind: "acked" }>): string {
  switch (outcome.kind) {
    case "timeout":
      return "Operation timed out. Apps need to respond within 3 seconds.";
    case "unreachable":
      return "This app is not responding right now.";
    case "status":
      return `This app responded with Status Code ${outcome.status}.`;
  }
}
