import type { Json } from "../json.ts";
import type { Channel } from "../model/channels.ts";
import type { Message } from "../model/messages.ts";
import { messageObject } from "../payload/message.ts";
import { flagArg, limitArg, needText, textArg } from "./args.ts";
import { channelById, isIn, scopeFor } from "./conversation.ts";
import { botMethod, type Call, type Methods } from "./method.ts";
import { pageOf } from "./pages.ts";
import { Refusal } from "./refusal.ts";

/** docs.slack.dev/reference/methods/conversations.history and .../conversations.replies */
export const historyMethods: Methods = {
  "conversations.history": botMethod([], history),
  "conversations.replies": botMethod([], replies),
};

/** Newest first, without what is in threads only. */
function history(call: Call): Json {
  const channel = readable(call);
  const all = call.world.messages
    .in(channel.id)
    .filter((one) => one.threadTs === null && one.ephemeralTo === null)
    .filter((one) => isBetween(one, call.args));
  return { ...answer(call, all.toReversed(), 999), pin_count: 0 };
}

/** The message that began the thread, and its replies as they came. */
function replies(call: Call): Json {
  const { args, world } = call;
  const channel = readable(call);
  const asked = world.messages.get(needText(args, "ts"));
  if (asked === undefined || asked.channel !== channel.id) throw new Refusal("thread_not_found");
  const parent = asked.threadTs === null ? asked : world.messages.get(asked.threadTs);
  if (parent === undefined) throw new Refusal("thread_not_found");
  const inside = world.messages.thread(channel.id, parent.ts).filter((one) => isBetween(one, args));
  return answer(call, [parent, ...inside], 1_000);
}

function answer({ args, world }: Call, all: readonly Message[], most: number): Json {
  const { items, nextCursor } = pageOf(all, ({ ts }) => ts, args, limitArg(args, 100, most));
  const withMetadata = flagArg(args, "include_all_metadata");
  return {
    messages: items.map((one) => messageObject(one, world, withMetadata)),
    has_more: nextCursor !== "",
    ...(nextCursor === "" ? {} : { response_metadata: { next_cursor: nextCursor } }),
  };
}

function readable(call: Call): Channel {
  const channel = channelById(call);
  call.needScope(scopeFor(channel, "history"));
  if (!isIn(channel, call.world)) throw new Refusal("not_in_channel");
  return channel;
}

function isBetween({ ts }: Message, args: Json): boolean {
  const oldest = boundary(args, "oldest", "invalid_ts_oldest") ?? 0;
  const latest = boundary(args, "latest", "invalid_ts_latest") ?? Number.MAX_SAFE_INTEGER;
  const at = micros(ts);
  return flagArg(args, "inclusive") ? at >= oldest && at <= latest : at > oldest && at < latest;
}

function boundary(args: Json, name: string, error: string): number | undefined {
  const value = textArg(args, name) ?? "";
  if (value === "" || value === "now") return undefined;
  if (!/^\d+(?:\.\d{1,6})?$/.test(value)) throw new Refusal(error);
  return micros(value);
}

/** A ts has 16 digits: exact in microseconds, not in seconds. */
function micros(ts: string): number {
  const [seconds = "0", fraction = ""] = ts.split(".");
  return Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}
