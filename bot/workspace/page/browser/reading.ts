import type { ChannelRow } from "../model.ts";

/** How far this persona has read each channel. Kept in the browser, for the server does not ask. */
export interface Reading {
  /** ts of the last message read; "" for none. */
  upTo(channel: string): string;
  read(channel: string, ts: string): void;
}

/** What of localStorage is used; a browser that forbids it has none. */
export type Shelf = Holder | undefined;

interface Holder {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export function openReading(shelf: Shelf, team: string, me: string): Reading {
  const keyOf = (channel: string): string => `fettle.read.${team}.${me}.${channel}`;
  const read = new Map<string, string>();
  const upTo = (channel: string): string => read.get(channel) ?? shelf?.getItem(keyOf(channel)) ?? "";
  return {
    upTo,
    read: (channel, ts) => {
      if (compareTs(ts, upTo(channel)) <= 0) return;
      read.set(channel, ts);
      shelf?.setItem(keyOf(channel), ts);
    },
  };
}

export interface Unread {
  /** Whether the name stands in bold. */
  readonly any: boolean;
  /** The number in the badge: mentions, and in a conversation of two every message. */
  readonly badge: number;
}

export function unreadOf({ kind, marks, joined }: ChannelRow, upTo: string): Unread {
  const unread = marks.filter(({ ts }) => compareTs(ts, upTo) > 0);
  const counted = unread.filter(({ mention, reply }) => mention || (kind === "im" && !reply));
  return { any: joined && unread.some(({ reply, mention }) => !reply || mention), badge: counted.length };
}

/** In order of time. A double tells microseconds apart until the year 2242. */
export function compareTs(one: string, other: string): number {
  return Number(one) - Number(other);
}
