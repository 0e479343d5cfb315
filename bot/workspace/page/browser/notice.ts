import type { Notice } from "../../contract.ts";
import type { Desk } from "./desk.ts";
import { clockTime } from "./grouping.ts";
import { icon } from "./icons.ts";
import { h, type VNode } from "./vnode.ts";

/** What Slack itself says in a channel, to one person, until they dismiss it. */
export function noticeRow(desk: Desk, { id, atMs, text }: Notice): VNode {
  const at = new Date(atMs);
  return h(
    "div",
    {
      key: `notice ${id}`,
      class: "message is-ephemeral notice-row",
      at: { "data-notice": id, role: "status" },
    },
    h("div", { class: "gutter" }, h("span", { class: "avatar avatar-large avatar-system" }, icon("warning"))),
    h(
      "div",
      { class: "message-body" },
      h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you"),
      h(
        "div",
        { class: "byline" },
        h("span", { class: "author" }, "Slackbot"),
        h("time", { class: "stamp", at: { datetime: at.toISOString() } }, clockTime(at)),
      ),
      h("div", { class: "rich-line", at: { dir: "auto" } }, text),
      h(
        "button",
        {
          class: "link-button dismiss",
          at: { type: "button", "data-dismiss-notice": id },
          on: { click: () => void desk.act({ kind: "dismiss", notice: id }) },
        },
        "Dismiss message",
      ),
    ),
  );
}
