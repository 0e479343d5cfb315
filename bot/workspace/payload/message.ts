import type { Json } from "../json.ts";
import type { Message } from "../model/messages.ts";
import type { World } from "../model/world.ts";
import { fileObject } from "./file.ts";

/** A message as the API returns it and as interactions carry it. */
export function messageObject(message: Message, world: World, withMetadata = false): Json {
  return {
    type: "message",
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: world.team.id,
    ...(message.user === world.app.botUser ? appFields(world) : { client_msg_id: `cm-${message.ts}` }),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.editedTs === null ? {} : { edited: { user: message.user, ts: message.editedTs } }),
    ...(message.files.length === 0 ? {} : { files: filesOf(message, world), upload: false }),
    ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
    ...threadFields(message, world),
  };
}

function appFields({ app, manifest, team }: World): Json {
  const profile = {
    id: app.botId,
    app_id: app.id,
    name: manifest.name,
    team_id: team.id,
    deleted: false,
    updated: 0,
    icons: {},
  };
  return { bot_id: app.botId, app_id: app.id, bot_profile: profile };
}

function filesOf({ files }: Message, world: World): readonly Json[] {
  return files.flatMap((id) => {
    const file = world.files.get(id);
    return file === undefined ? [] : [fileObject(file, world)];
  });
}

/** A reply names its parent; a parent counts its replies, as soon as it has one. */
function threadFields(message: Message, world: World): Json {
  if (message.threadTs !== null) {
    const parent = world.messages.get(message.threadTs);
    return {
      thread_ts: message.threadTs,
      ...(parent === undefined ? {} : { parent_user_id: parent.user }),
    };
  }
  const replies = world.messages.thread(message.channel, message.ts);
  const users = [...new Set(replies.map(({ user }) => user))];
  if (replies.length === 0) return {};
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: users,
    is_locked: false,
    subscribed: users.includes(world.app.botUser),
  };
}
