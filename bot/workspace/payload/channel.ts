import type { Json } from "../json.ts";
import type { Channel } from "../model/channels.ts";
import type { World } from "../model/world.ts";

/** A conversation object (docs.slack.dev/reference/objects/conversation-object). */
export function channelObject(channel: Channel, world: World): Json {
  const shared = channel.sharedWith.length > 0;
  if (channel.kind === "im") {
    return {
      id: channel.id,
      created: 0,
      is_archived: false,
      is_im: true,
      is_org_shared: false,
      context_team_id: world.team.id,
      updated: 0,
      user: channel.name,
      is_user_deleted: false,
      is_open: true,
      priority: 0,
    };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === "public",
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === "private",
    created: 0,
    creator: world.app.botUser,
    is_archived: channel.archived,
    is_general: channel.name === "general",
    unlinked: 0,
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: world.team.id,
    shared_team_ids: [world.team.id, ...channel.sharedWith],
    ...(shared ? { connected_team_ids: channel.sharedWith } : {}),
    is_member: channel.members.has(world.app.botUser),
    topic: { value: channel.topic, creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    previous_names: [],
    updated: 0,
  };
}

/** The name that interactions and commands give to a channel. */
export function nameInPayload(channel: Channel): string {
  switch (channel.kind) {
    case "im":
      return "directmessage";
    case "private":
      return "privategroup";
    case "public":
      return channel.name;
  }
}
