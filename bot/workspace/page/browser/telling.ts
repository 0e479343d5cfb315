import type { PageState } from "../model.ts";
import type { Desk } from "./desk.ts";
import { icon } from "./icons.ts";
import { dropToast } from "./open-desk.ts";
import { h, type VNode } from "./vnode.ts";

/** A line above all while the server is away; undefined while all is well. */
export function lineBanner({ line }: Desk): VNode | null {
  if (line === "open") return null;
  const text =
    line === "lost"
      ? "The connection to the local Slack was lost. Trying again…"
      : "The local Slack was started anew. Open the address that it printed in the terminal.";
  return h(
    "div",
    { key: "line", class: "line-banner", at: { role: "alert", "data-line": line } },
    line === "lost" ? h("span", { class: "spinner", at: { "aria-hidden": "true" } }) : icon("warning", 16),
    text,
  );
}

/** Short words at the lower edge: faults of what was just done, and what Slack says to no channel. */
export function toastLayer(desk: Desk, state: PageState): VNode {
  const notices = state.notices.filter(({ channel }) => channel === null);
  return h(
    "div",
    { key: "toasts", class: "toasts", at: { role: "status", "aria-live": "polite" } },
    notices.map(({ id, text }) =>
      toast(
        `notice ${id}`,
        text,
        { "data-notice": id },
        () => void desk.act({ kind: "dismiss", notice: id }),
      ),
    ),
    desk.toasts.map(({ id, text }) => toast(`toast ${id}`, text, {}, () => dropToast(desk, id))),
  );
}

function toast(key: string, text: string, at: Readonly<Record<string, number>>, close: () => void): VNode {
  return h(
    "div",
    { key, class: "toast", at: { ...at, "data-toast": true } },
    icon("warning", 16),
    h("span", { class: "toast-text", at: { dir: "auto" } }, text),
    h(
      "button",
      { class: "icon-button", at: { type: "button", "aria-label": "Dismiss" }, on: { click: close } },
      icon("close", 16),
    ),
  );
}
