import type { Notice } from "../../contract.ts";
import type { ChannelRow, MessageModel, PageState } from "../model.ts";
import type { Desk } from "./desk.ts";
import { dayTitle, groupMessages, weave, type Row } from "./grouping.ts";
import { messageRow } from "./message.ts";
import { icon } from "./icons.ts";
import { noticeRow } from "./notice.ts";
import { followEnd, goToEnd } from "./scrolling.ts";
import { h, type Child, type VNode } from "./vnode.ts";

export interface ListOptions {
  readonly channel: ChannelRow;
  /** ts of the thread's root; null for the channel itself. */
  readonly thread: string | null;
  readonly notices: readonly Notice[];
}

/** Messages in order, with days between them; it stays at its end until somebody scrolls away. */
export function messageList(desk: Desk, state: PageState, options: ListOptions): VNode[] {
  const { channel, thread, notices } = options;
  const known = desk.rooms.get(channel.id);
  const key = thread === null ? `list ${channel.id}` : `list ${channel.id} ${thread}`;
  const shown = visible(known ?? [], thread, desk);
  const rows = groupMessages(shown);
  const loading = known === undefined ? h("p", { class: "empty", at: { role: "status" } }, "Loading…") : null;
  const beginning = thread === null && known !== undefined && rows.length < 300 ? start(channel) : null;
  const list = h(
    "div",
    { key, class: "scroller", at: { "data-list": channel.id, tabindex: -1 }, created: followEnd },
    h(
      "div",
      { class: "messages", at: { role: "log", "aria-label": "Messages", "aria-live": "polite" } },
      beginning,
      loading,
      weave(rows, notices).map((row) =>
        "message" in row ? drawRow(desk, state, { row, channel, thread }) : noticeRow(desk, row),
      ),
    ),
  );
  return [list, h("div", { key: `${key} foot`, class: "list-foot" }, jump())];
}

/** Back to the latest messages; the style sheet hides it while they are in sight. */
function jump(): VNode {
  return h(
    "button",
    {
      class: "jump",
      at: { type: "button", "data-jump": true },
      on: {
        click: ({ currentTarget }) => {
          if (currentTarget instanceof Element) goToEnd(currentTarget.parentElement?.previousElementSibling);
        },
      },
    },
    icon("down", 14),
    "Latest messages",
  );
}

/** A thread has its root and replies; a channel has what is in no thread. */
function visible(messages: readonly MessageModel[], thread: string | null, desk: Desk): MessageModel[] {
  return messages.filter(({ ts, threadTs, ephemeral }) => {
    if (ephemeral && desk.hidden.has(ts)) return false;
    return thread === null ? threadTs === null : threadTs === thread || ts === thread;
  });
}

interface Drawn {
  readonly row: Row;
  readonly channel: ChannelRow;
  readonly thread: string | null;
}

function drawRow(desk: Desk, state: PageState, { row, channel, thread }: Drawn): Child {
  const { message, newDay } = row;
  const isFirstNew = thread === null && desk.firstNew.get(channel.id) === message.ts;
  const isRoot = thread === message.ts;
  const replies = isRoot
    ? (desk.rooms.get(channel.id) ?? []).filter((one) => one.threadTs === thread).length
    : 0;
  return [
    newDay === null || thread !== null ? null : dayLine(newDay, new Date(state.nowMs)),
    isFirstNew
      ? h("div", { key: "new", class: "new-line", at: { role: "separator" } }, h("span", {}, "New"))
      : null,
    messageRow(desk, state, {
      row: isFirstNew ? { ...row, follows: false } : row,
      channel: channel.id,
      thread,
    }),
    replies > 0
      ? h("div", { key: "replies", class: "reply-line" }, replies === 1 ? "1 reply" : `${replies} replies`)
      : null,
  ];
}

function dayLine(day: string, now: Date): VNode {
  return h(
    "div",
    { key: `day ${day}`, class: "day-line", at: { role: "separator" } },
    h("span", {}, dayTitle(day, now)),
  );
}

function start({ name, kind, topic }: ChannelRow): VNode {
  const title = kind === "im" ? name : `# ${name}`;
  const text =
    kind === "im" ? `This is your conversation with ${name}.` : "This is the very beginning of this channel.";
  return h(
    "div",
    { key: "start", class: "beginning" },
    h("h3", { at: { dir: "auto" } }, title),
    h("p", { at: { dir: "auto" } }, topic === "" ? text : `${text} ${topic}`),
  );
}
