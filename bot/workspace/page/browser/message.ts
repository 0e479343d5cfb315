import type { MessageModel, PageState, Person } from "../model.ts";
import { avatar } from "./avatar.ts";
import type { Desk } from "./desk.ts";
import { fileCard } from "./file-card.ts";
import { clockTime, fullTime, repliesOf, timeOf } from "./grouping.ts";
import { ago } from "./local-date.ts";
import { messageActions } from "./message-actions.ts";
import type { MessageOptions } from "./message-options.ts";
import { icon } from "./icons.ts";
import { drawPieces, failureLine } from "./pieces.ts";
import { h, type Child, type VNode } from "./vnode.ts";

export function messageRow(desk: Desk, state: PageState, options: MessageOptions): VNode {
  const { row, channel, thread } = options;
  const { message, follows } = row;
  const author = state.people.find(({ id }) => id === message.user);
  return h(
    "article",
    {
      key: `${thread === null ? "" : "thread "}${message.ts}`,
      class: classesOf(message, follows),
      at: { "data-ts": message.ts, "data-user": message.user },
    },
    h("div", { class: "gutter" }, follows ? stamp(message, true) : avatar(author, "large")),
    h(
      "div",
      { class: "message-body" },
      message.ephemeral && !follows ? onlyYou() : null,
      follows ? null : byline(message, author),
      body(desk, message, channel),
      thread === null ? threadLink(desk, state, message, channel) : null,
    ),
    message.ephemeral ? null : messageActions(desk, state, options),
  );
}

function classesOf({ ephemeral, mentionsMe }: MessageModel, follows: boolean): string {
  const tone = ephemeral ? " is-ephemeral" : mentionsMe ? " mentions-me" : "";
  return `message${follows ? " follows" : ""}${tone}`;
}

function body(desk: Desk, message: MessageModel, channel: string): Child {
  const place = { message: message.ts, channel };
  return [
    h("div", { class: "message-content" }, drawPieces(desk, message.pieces, place), edited(message)),
    message.files.map((file) => fileCard(file)),
    failureLine(desk, place),
    message.ephemeral ? dismiss(desk, message) : null,
  ];
}

function byline(message: MessageModel, author: Person | undefined): VNode {
  return h(
    "div",
    { class: "byline" },
    h("span", { class: "author", at: { dir: "auto" } }, author?.name ?? message.user),
    author?.kind === "bot" ? h("span", { class: "app-badge" }, "APP") : null,
    stamp(message, false),
  );
}

function stamp({ ts }: MessageModel, short: boolean): VNode {
  const at = timeOf(ts);
  const text = short ? clockTime(at).replace(/\s?[AP]M$/i, "") : clockTime(at);
  return h("time", { class: "stamp", at: { datetime: at.toISOString(), title: fullTime(at) } }, text);
}

function edited({ edited: was }: MessageModel): VNode | null {
  return was ? h("span", { class: "edited" }, "(edited)") : null;
}

function onlyYou(): VNode {
  return h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you");
}

function dismiss(desk: Desk, { ts }: MessageModel): VNode {
  return h(
    "button",
    {
      class: "link-button dismiss",
      at: { type: "button", "data-dismiss": ts },
      on: {
        click: () => {
          desk.hidden.add(ts);
          desk.redraw();
        },
      },
    },
    "Dismiss message",
  );
}

function threadLink(desk: Desk, state: PageState, { ts }: MessageModel, channel: string): VNode | null {
  const replies = repliesOf(desk.rooms.get(channel) ?? [], ts);
  if (replies === undefined) return null;
  const { count, authors, lastTs } = replies;
  const faces = authors.slice(0, 3).map((id) =>
    avatar(
      state.people.find((person) => person.id === id),
      "small",
    ),
  );
  return h(
    "button",
    {
      class: "thread-link",
      at: { type: "button", "data-open-thread": ts },
      on: { click: () => desk.go({ ...desk.spot, thread: ts }) },
    },
    faces,
    h("span", { class: "thread-count" }, count === 1 ? "1 reply" : `${count} replies`),
    h("span", { class: "thread-last" }, `Last reply ${ago(timeOf(lastTs), new Date(state.nowMs))}`),
    h("span", { class: "thread-view", at: { "aria-hidden": "true" } }, "View thread"),
  );
}
