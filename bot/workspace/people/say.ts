import type { Member } from "../contract.ts";
import type { Json } from "../json.ts";
import type { Channel } from "../model/channels.ts";
import type { Message } from "../model/messages.ts";
import { type Acted, doneAlone, raise, refused, type Stage } from "./stage.ts";
import { typedText } from "./typed.ts";

/**
 * Somebody writes a message. The app hears of it in its direct messages (message.im), and where it is in the
 * channel and called by name (app_mention).
 */
export async function say(
  stage: Stage,
  member: Member,
  channel: Channel,
  said: { readonly text: string; readonly threadTs?: string | undefined },
): Promise<Acted> {
  const { world } = stage;
  if (channel.archived) return refused("This channel is archived.");
  if (channel.kind === "im" && !world.manifest.messagesTab) {
    return refused("Sending messages to this app has been turned off.");
  }
  const parent = said.threadTs === undefined ? undefined : world.messages.get(said.threadTs);
  if (said.threadTs !== undefined && parent?.channel !== channel.id)
    return refused("There is no such thread.");
  const message: Message = {
    ts: world.ids.ts(),
    channel: channel.id,
    user: member.id,
    text: typedText(said.text, world, false),
    blocks: [],
    threadTs: parent === undefined ? null : (parent.threadTs ?? parent.ts),
    editedTs: null,
    metadata: null,
    ephemeralTo: null,
    files: [],
  };
  world.messages.add(message);
  const isShared = channel.sharedWith.length > 0;
  if (channel.kind === "im") return raise(stage, messageEvent(message, member, "message"), isShared);
  const called = message.text.includes(`<@${world.app.botUser}>`) && channel.members.has(world.app.botUser);
  return called ? raise(stage, messageEvent(message, member, "app_mention"), isShared) : doneAlone;
}

/** docs.slack.dev/reference/events/message.im and .../app_mention */
function messageEvent(message: Message, member: Member, type: "message" | "app_mention"): Json {
  return {
    type,
    user: message.user,
    ts: message.ts,
    client_msg_id: `cm-${message.ts}`,
    text: message.text,
    team: member.team,
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    channel: message.channel,
    event_ts: message.ts,
    ...(type === "message" ? { channel_type: "im" } : {}),
  };
}
