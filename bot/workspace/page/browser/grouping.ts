import type { Notice } from "../../contract.ts";
import type { MessageModel } from "../model.ts";
import { daysBetween, isoDay } from "./local-date.ts";

/** A message with how it follows the one before it. */
export interface Row {
  readonly message: MessageModel;
  /** The day, YYYY-MM-DD, where this message is the first of it. */
  readonly newDay: string | null;
  /** Whether it goes on from the same author, and so needs no name. */
  readonly follows: boolean;
}

const togetherMs = 5 * 60_000;

/**
 * Messages of one author within five minutes stand together, unless something divides them: a day, what only one
 * sees, or the line between a thread and its root.
 */
export function groupMessages(messages: readonly MessageModel[]): Row[] {
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const day = isoDay(timeOf(message.ts));
    const newDay = before !== undefined && isoDay(timeOf(before.ts)) === day ? null : day;
    const follows =
      before !== undefined &&
      newDay === null &&
      before.user === message.user &&
      before.ephemeral === message.ephemeral &&
      before.threadTs === message.threadTs &&
      timeOf(message.ts).getTime() - timeOf(before.ts).getTime() < togetherMs;
    return { message, newDay, follows };
  });
}

/** Messages with what Slack said between them, in order of time. */
export function weave(rows: readonly Row[], notices: readonly Notice[]): (Row | Notice)[] {
  const waiting = notices.toSorted((a, b) => a.atMs - b.atMs);
  const woven = rows.flatMap((row): (Row | Notice)[] => {
    const atMs = timeOf(row.message.ts).getTime();
    const before = waiting.splice(0, waiting.findLastIndex((notice) => notice.atMs < atMs) + 1);
    return [...before, before.length > 0 ? { ...row, follows: false } : row];
  });
  return [...woven, ...waiting];
}

export interface Replies {
  readonly count: number;
  /** Ids of those who wrote, the latest first. */
  readonly authors: readonly string[];
  readonly lastTs: string;
}

/** What is said below a message of its thread; undefined where nobody has answered. */
export function repliesOf(messages: readonly MessageModel[], ts: string): Replies | undefined {
  const replies = messages.filter(({ threadTs, ephemeral }) => threadTs === ts && !ephemeral);
  const last = replies.at(-1);
  if (last === undefined) return undefined;
  return {
    count: replies.length,
    authors: [...new Set(replies.map(({ user }) => user).toReversed())],
    lastTs: last.ts,
  };
}

export function timeOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

/** "Today", "Yesterday", or the day with its weekday. */
export function dayTitle(day: string, now: Date): string {
  const at = new Date(`${day}T12:00:00`);
  const days = daysBetween(at, now);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat("en", { weekday: "long", month: "long", day: "numeric", ...year }).format(
    at,
  );
}

// Made once: a formatter costs more than a whole message does to draw.
const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

export function clockTime(at: Date): string {
  return clock.format(at);
}

export function fullTime(at: Date): string {
  return full.format(at);
}
