import type { Json } from "../json.ts";
import type { Channel } from "../model/channels.ts";
import type { Message } from "../model/messages.ts";
import { messageObject } from "../payload/message.ts";
import type { World } from "../model/world.ts";
import { needText, textArg } from "./args.ts";
import { needContent, readContent, type Content } from "./content.ts";
import { channelById, channelToPost, isIn } from "./conversation.ts";
import { botMethod, type Call, type Methods } from "./method.ts";
import { Refusal } from "./refusal.ts";

/** docs.slack.dev/reference/methods/chat.* */
export const chatMethods: Methods = {
  "chat.postMessage": botMethod(["chat:write"], postMessage),
  "chat.postEphemeral": botMethod(["chat:write"], postEphemeral),
  "chat.update": botMethod(["chat:write"], update),
  "chat.getPermalink": botMethod([], getPermalink),
};

function postMessage(call: Call): Json {
  const { args, world } = call;
  const channel = channelToPost(call);
  const content = needContent(args, world);
  refuseArchived(channel);
  if (!isIn(channel, world) && !world.manifest.scopes.has("chat:write.public")) {
    throw new Refusal("not_in_channel");
  }
  const message = appMessage(world, channel, content, threadOf(args, channel, world));
  world.messages.add(message);
  return { channel: channel.id, ts: message.ts, message: messageObject(message, world, true) };
}

function postEphemeral(call: Call): Json {
  const { args, world } = call;
  const channel = channelById(call);
  const user = needText(args, "user");
  const content = needContent(args, world);
  refuseArchived(channel);
  if (!isIn(channel, world)) throw new Refusal("not_in_channel");
  if (!channel.members.has(user) || world.people.persona(user) === undefined) {
    throw new Refusal("user_not_in_channel");
  }
  const message = appMessage(world, channel, content, threadOf(args, channel, world));
  world.messages.add({ ...message, ephemeralTo: user });
  return { message_ts: message.ts };
}

function update(call: Call): Json {
  const { args, world } = call;
  const channel = channelById(call);
  const message = world.messages.get(needText(args, "ts"));
  const { text, blocks, metadata } = readContent(args, world);
  if (message === undefined || message.channel !== channel.id || message.ephemeralTo !== null) {
    throw new Refusal("message_not_found");
  }
  if (message.user !== world.app.botUser) throw new Refusal("cant_update_message");
  if (channel.archived) throw new Refusal("is_inactive");
  const updated = changed(message, { text, blocks, metadata }, world);
  if (updated.text === "" && updated.blocks.length === 0) throw new Refusal("no_text");
  world.messages.replace(updated);
  const { text: now } = updated;
  return { channel: channel.id, ts: message.ts, text: now, message: messageObject(updated, world, true) };
}

/**
 * A text without blocks takes the old blocks away; neither leaves them. Only a message that shows its text
 * is marked as edited. Metadata stays unless it is given.
 */
function changed(
  message: Message,
  given: { [Field in keyof Content]: Content[Field] | null },
  world: World,
): Message {
  const blocks = given.blocks ?? (given.text === null ? message.blocks : []);
  const metadata = given.metadata === null ? message.metadata : given.metadata;
  return {
    ...message,
    text: given.text ?? message.text,
    blocks,
    editedTs: blocks.length === 0 ? world.ids.ts() : message.editedTs,
    metadata: metadata !== null && Object.keys(metadata).length === 0 ? null : metadata,
  };
}

function getPermalink(call: Call): Json {
  const channel = channelById(call);
  const ts = needText(call.args, "message_ts");
  const message = call.world.messages.get(ts);
  if (message === undefined || message.channel !== channel.id) throw new Refusal("message_not_found");
  const thread = message.threadTs === null ? "" : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  const path = `/archives/${channel.id}/p${ts.replace(".", "")}${thread}`;
  return { channel: channel.id, permalink: `${call.world.url}${path}` };
}

function refuseArchived(channel: Channel): void {
  if (channel.archived) throw new Refusal("is_archived");
}

/** Slack lets replies stand only beneath a message that began no thread elsewhere. */
function threadOf(args: Json, channel: Channel, world: World): string | null {
  const ts = textArg(args, "thread_ts") ?? "";
  if (ts === "") return null;
  const parent = world.messages.get(ts);
  if (parent === undefined || parent.channel !== channel.id) throw new Refusal("thread_not_found");
  return parent.threadTs ?? ts;
}

/** A message of the app, not yet added. */
export function appMessage(
  world: World,
  channel: Channel,
  content: Content,
  threadTs: string | null,
): Message {
  return {
    ...content,
    ts: world.ids.ts(),
    channel: channel.id,
    user: world.app.botUser,
    threadTs,
    editedTs: null,
    ephemeralTo: null,
    files: [],
  };
}
