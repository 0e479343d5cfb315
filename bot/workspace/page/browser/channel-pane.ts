import type { Notice } from "../../contract.ts";
import type { ChannelRow, PageState } from "../model.ts";
import { composer } from "./composer.ts";
import type { Desk } from "./desk.ts";
import { icon } from "./icons.ts";
import { messageList } from "./message-list.ts";
import { h, type VNode } from "./vnode.ts";

/** The middle: a channel with its messages and the place to write. */
export function channelPane(desk: Desk, state: PageState): VNode {
  const id = desk.spot.kind === "channel" ? desk.spot.channel : "";
  const channel = state.channels.find((one) => one.id === id);
  if (channel === undefined) {
    return h(
      "main",
      { key: "none", class: "pane" },
      h("p", { class: "empty" }, "There is no channel to show."),
    );
  }
  return h(
    "main",
    {
      key: `channel ${id}`,
      class: "pane",
      at: { "data-channel-pane": id, "aria-label": `#${channel.name}` },
    },
    head(channel),
    messageList(desk, state, { channel, thread: null, notices: noticesOf(state, id) }),
    channel.joined
      ? composer(desk, state, {
          channel: id,
          thread: null,
          placeholder: placeholder(channel),
          focus: "if-free",
        })
      : joinBar(desk, channel),
  );
}

/** What Slack says here; what it says everywhere is a toast. */
export function noticesOf(state: PageState, channel: string): readonly Notice[] {
  return state.notices.filter((notice) => notice.channel === channel);
}

function placeholder({ kind, name }: ChannelRow): string {
  return kind === "im" ? `Message ${name}` : `Message #${name}`;
}

function head({ name, kind, topic, shared }: ChannelRow): VNode {
  return h(
    "header",
    { class: "pane-head" },
    h(
      "h2",
      { class: "pane-title" },
      kind === "channel" ? icon(shared ? "shared" : "hash", 18) : null,
      h("span", { class: "pane-name", at: { dir: "auto" } }, name),
    ),
    topic === "" ? null : h("p", { class: "pane-topic", at: { dir: "auto", title: topic } }, topic),
    shared ? h("span", { class: "badge-kind" }, "shared with another team") : null,
  );
}

function joinBar(desk: Desk, { id, name }: ChannelRow): VNode {
  const key = `join ${id}`;
  return h(
    "div",
    { class: "join-bar" },
    h(
      "p",
      {},
      "You are looking at ",
      h("strong", { at: { dir: "auto" } }, `#${name}`),
      ", which you have not joined.",
    ),
    h(
      "button",
      {
        class: "button button-primary",
        at: { type: "button", "data-join": id, "aria-busy": desk.busy.has(key) ? "true" : null },
        on: {
          click: () => {
            if (!desk.busy.has(key)) void join(desk, id, key);
          },
        },
      },
      "Join channel",
    ),
  );
}

async function join(desk: Desk, channel: string, key: string): Promise<void> {
  desk.busy.add(key);
  desk.redraw();
  const result = await desk.act({ kind: "join", channel });
  desk.busy.delete(key);
  if (!result.ok) desk.toast(result.told);
  desk.redraw();
}
