import type { Json } from "../json.ts";
import type { Changes } from "./changes.ts";

export interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly threadTs: string | null;
  readonly editedTs: string | null;
  /** `{event_type, event_payload}`, for the app itself. */
  readonly metadata: Json | null;
  /** The one person who sees it; null for everybody in the channel. */
  readonly ephemeralTo: string | null;
  readonly files: readonly string[];
}

export interface Messages {
  add(message: Message): void;
  /** Puts `message` where the one with its ts was. */
  replace(message: Message): void;
  remove(ts: string): void;
  get(ts: string): Message | undefined;
  /** In order of ts, ephemeral ones among them. */
  in(channel: string): readonly Message[];
  /** Answers in a thread, without the message that began it. */
  thread(channel: string, ts: string): readonly Message[];
}

/** Older ones of a channel are forgotten, as a free workspace does it after a time. */
const mostInChannel = 2_000;

export function openMessages(changes: Changes): Messages {
  const byTs = new Map<string, Message>();
  const channels = new Map<string, string[]>();
  const inside = (channel: string): readonly Message[] =>
    (channels.get(channel) ?? []).flatMap((ts) => byTs.get(ts) ?? []);
  return {
    add: (message) => {
      const order = channels.get(message.channel) ?? [];
      channels.set(message.channel, order);
      order.push(message.ts);
      byTs.set(message.ts, message);
      for (const ts of order.splice(0, order.length - mostInChannel)) byTs.delete(ts);
      changes.changed();
    },
    replace: (message) => {
      if (!byTs.has(message.ts)) return;
      byTs.set(message.ts, message);
      changes.changed();
    },
    remove: (ts) => {
      const message = byTs.get(ts);
      if (message === undefined) return;
      byTs.delete(ts);
      const order = channels.get(message.channel) ?? [];
      order.splice(order.indexOf(ts), 1);
      changes.changed();
    },
    get: (ts) => byTs.get(ts),
    in: inside,
    thread: (channel, ts) =>
      inside(channel).filter((one) => one.threadTs === ts && one.ts !== ts && one.ephemeralTo === null),
  };
}
