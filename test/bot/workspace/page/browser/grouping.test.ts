import { describe, expect, test } from "vitest";
import type { MessageModel } from "../../../../../bot/workspace/page/model.ts";
import {
  dayTitle,
  groupMessages,
  repliesOf,
  weave,
} from "../../../../../bot/workspace/page/browser/grouping.ts";
import { isoDay } from "../../../../../bot/workspace/page/browser/local-date.ts";

const noon = new Date(2026, 0, 2, 12).getTime() / 1000;

function message(seconds: number, change: Partial<MessageModel> = {}): MessageModel {
  const ts = `${noon + seconds}.000000`;
  return {
    ts,
    user: "U1",
    threadTs: null,
    edited: false,
    ephemeral: false,
    mentionsMe: false,
    pieces: [],
    files: [],
    ...change,
  };
}

describe("messages stand together", () => {
  test.for([
    ["of one author within five minutes", message(0), message(299), true],
    ["but not after them", message(0), message(300), false],
    ["but not of two authors", message(0), message(1, { user: "U2" }), false],
    ["but not with what only one sees", message(0), message(1, { ephemeral: true }), false],
    ["but not a reply with its root", message(0), message(1, { threadTs: message(0).ts }), false],
  ] as const)("%s", ([, first, second, follows]) => {
    expect(groupMessages([first, second])[1]?.follows).toBe(follows);
  });

  test("but not over midnight, which has a line", () => {
    const midnight = 12 * 3_600;
    const rows = groupMessages([message(midnight - 1), message(midnight + 1)]);
    expect(rows.map(({ newDay, follows }) => [newDay, follows])).toEqual([
      [isoDay(new Date(2026, 0, 2)), false],
      [isoDay(new Date(2026, 0, 3)), false],
    ]);
  });
});

test("a day is called by how near it is", () => {
  const now = new Date(2026, 0, 2, 9);
  expect(["2026-01-02", "2026-01-01", "2025-12-30", "2026-01-05"].map((day) => dayTitle(day, now))).toEqual([
    "Today",
    "Yesterday",
    "Tuesday, December 30, 2025",
    "Monday, January 5",
  ]);
});

test("a thread tells how many answered, who, and when last", () => {
  const root = message(0);
  const reply = (seconds: number, user: string, change = {}): MessageModel =>
    message(seconds, { user, threadTs: root.ts, ...change });
  const messages = [
    root,
    reply(1, "U1"),
    reply(2, "U2"),
    reply(3, "U1"),
    reply(4, "U3", { ephemeral: true }),
  ];
  expect(repliesOf(messages, root.ts)).toEqual({ count: 3, authors: ["U1", "U2"], lastTs: messages[3]?.ts });
  expect(repliesOf([root], root.ts)).toBeUndefined();
});

test("what Slack says stands where it was said, and parts the messages around it", () => {
  const rows = groupMessages([message(0), message(10), message(20)]);
  const notice = (id: number, seconds: number) => ({
    id,
    atMs: (noon + seconds) * 1000,
    channel: "C1",
    text: "x",
  });
  const woven = weave(rows, [notice(3, 99), notice(1, 5), notice(2, 7)]);
  expect(woven.map((row) => ("message" in row ? row.follows : row.id))).toEqual([
    false,
    1,
    2,
    false,
    true,
    3,
  ]);
  expect(weave(rows, [])).toEqual(rows);
});
