import type { Json } from "../json.ts";
import type { Channel } from "../model/channels.ts";
import { channelObject } from "../payload/channel.ts";
import { flagArg, limitArg, needText, textArg } from "./args.ts";
import { channelById, isIn, scopeFor } from "./conversation.ts";
import { botMethod, type Call, type Methods } from "./method.ts";
import { pageOf } from "./pages.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

/** docs.slack.dev/reference/methods/conversations.* */
export const conversationMethods: Methods = {
  "conversations.list": botMethod([], listConversations),
  "conversations.info": botMethod([], info),
  "conversations.members": botMethod([], members),
  "conversations.open": botMethod(["im:write"], open),
};

const kinds: Readonly<Record<string, Channel["kind"]>> = {
  public_channel: "public",
  private_channel: "private",
  im: "im",
};

function listConversations(call: Call): Json {
  const { args, world } = call;
  const types = (textArg(args, "types") ?? "public_channel").split(",").map((type) => type.trim());
  const wanted = types.map((type) => kinds[type] ?? (type === "mpim" ? undefined : refuseType(type)));
  const all = world.channels
    .all()
    .filter((channel) => wanted.includes(channel.kind))
    .filter((channel) => channel.kind === "public" || isIn(channel, world))
    .filter((channel) => !channel.archived || !flagArg(args, "exclude_archived"));
  for (const kind of new Set(wanted)) if (kind !== undefined) call.needScope(kindScope(kind));
  const { items, nextCursor } = pageOf(all, ({ id }) => id, args, limitArg(args, 100, 1_000));
  return {
    channels: items.map((channel) => ({
      ...channelObject(channel, world),
      num_members: channel.members.size,
    })),
    response_metadata: { next_cursor: nextCursor },
  };
}

function refuseType(type: string): never {
  throw new Refusal("invalid_types", { response_metadata: { messages: [`[ERROR] unknown type: ${type}`] } });
}

function kindScope(kind: Channel["kind"]): string {
  return { public: "channels:read", private: "groups:read", im: "im:read" }[kind];
}

function info(call: Call): Json {
  const channel = channelById(call);
  call.needScope(scopeFor(channel, "read"));
  const count = flagArg(call.args, "include_num_members") ? { num_members: channel.members.size } : {};
  return { channel: { ...channelObject(channel, call.world), ...count } };
}

function members(call: Call): Json {
  const channel = channelById(call);
  call.needScope(scopeFor(channel, "read"));
  const { items, nextCursor } = pageOf(
    [...channel.members],
    (id) => id,
    call.args,
    limitArg(call.args, 100, 1_000),
  );
  return { members: items, response_metadata: { next_cursor: nextCursor } };
}

/** Between the app and one person; for more the app would need another scope. */
function open(call: Call): Json {
  const { args, world } = call;
  const known = textArg(args, "channel");
  const users = known === undefined ? needText(args, "users").split(",") : [];
  if (users.length > 1) call.needScope("mpim:write");
  const channel = known === undefined ? world.channels.direct(personOf(call, users)) : channelById(call);
  if (channel.kind !== "im") throw invalidArguments("must be a direct message [json-pointer:/channel]");
  const full = flagArg(args, "return_im");
  return { channel: full ? channelObject(channel, world) : { id: channel.id } };
}

function personOf({ world }: Call, [user = ""]: readonly string[]): string {
  const member = world.people.get(user);
  if (member === undefined) throw new Refusal("user_not_found");
  if (member.kind === "deactivated") throw new Refusal("user_disabled");
  if (member.kind === "bot") throw new Refusal("cannot_dm_bot");
  return user;
}
