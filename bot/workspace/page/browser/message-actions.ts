import type { PageState } from "../model.ts";
import type { Desk } from "./desk.ts";
import { icon } from "./icons.ts";
import type { MessageOptions } from "./message-options.ts";
import { openMenuButton } from "./popover.ts";
import { shortcutItem } from "./shortcut-menu.ts";
import { h, type VNode } from "./vnode.ts";

/** What can be done with a message: shown at its corner when it is pointed at or holds the focus. */
export function messageActions(
  desk: Desk,
  state: PageState,
  { row, channel, thread }: MessageOptions,
): VNode {
  const { ts, threadTs } = row.message;
  const key = `message ${thread ?? ""} ${channel} ${ts}`;
  const shortcuts = state.shortcuts.filter(({ type }) => type === "message");
  const reply = h(
    "button",
    {
      class: "icon-button",
      at: { type: "button", "aria-label": "Reply in thread", title: "Reply in thread", "data-reply": ts },
      on: { click: () => desk.go({ ...desk.spot, thread: threadTs ?? ts }) },
    },
    icon("thread"),
  );
  const more = openMenuButton(desk, {
    key,
    class: "icon-button",
    label: "More actions",
    at: { title: "More actions", "data-more": ts },
    content: icon("more"),
    menuLabel: "More actions",
    menu: () => [
      h("p", { class: "menu-title" }, state.app.name),
      shortcuts.map((shortcut) => shortcutItem(desk, shortcut, { channel, ts })),
    ],
  });
  return h(
    "div",
    {
      class: `message-actions${desk.menu?.key === key ? " is-open" : ""}`,
      at: { role: "toolbar", "aria-label": "Message actions" },
    },
    thread === null ? reply : null,
    shortcuts.length > 0 ? more : null,
  );
}
