import type { Act, Member } from "../contract.ts";
import type { Json } from "../json.ts";
import { globalShortcut, messageShortcut } from "../payload/interaction.ts";
import { visibleMessage } from "./sight.ts";
import { type Acted, failedInteraction, refused, type Stage } from "./stage.ts";

type Chosen = Extract<Act, { kind: "shortcut" }>;

/** Somebody chooses one of the app's shortcuts, from the menu or on a message. Others do not exist. */
export async function shortcut(stage: Stage, member: Member, act: Chosen): Promise<Acted> {
  const { world, courier } = stage;
  const payload = payloadOf(stage, member, act);
  if (payload === undefined) return refused("There is no such shortcut here.");
  const outcome = await courier.deliver({
    type: "interactive",
    name: act.callbackId,
    payload,
    takesAnswer: false,
    eventId: null,
  });
  if (outcome.kind === "acked") return { ok: true, ackMs: outcome.ackMs };
  const told = failedInteraction(outcome);
  world.notices.tell(member.id, told, act.channel ?? null);
  return refused(told);
}

function payloadOf(
  stage: Stage,
  member: Member,
  { callbackId, channel: where, ts }: Chosen,
): Json | undefined {
  const { world } = stage;
  const declared = world.manifest.shortcuts.find((one) => one.callbackId === callbackId);
  if (declared === undefined || !world.manifest.interactivity) return undefined;
  if (declared.type === "global") return globalShortcut({ ...stage, member }, callbackId);
  const channel = world.channels.get(where ?? "");
  const message = channel === undefined ? undefined : visibleMessage(world, member, channel, ts ?? "");
  // What only one person sees has no menu.
  if (channel === undefined || message === undefined || message.ephemeralTo !== null) return undefined;
  const respondent = { user: member.id, channel: channel.id, message: message.ts };
  const responseUrl = `${world.url}${world.responseUrls.issue(respondent)}`;
  return messageShortcut({ ...stage, member }, callbackId, { message, channel, responseUrl });
}
