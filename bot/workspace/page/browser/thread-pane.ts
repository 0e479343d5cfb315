import type { PageState } from "../model.ts";
import { composer } from "./composer.ts";
import type { Desk } from "./desk.ts";
import { icon } from "./icons.ts";
import { messageList } from "./message-list.ts";
import { spotChannel } from "./open-desk.ts";
import { h, type VNode } from "./vnode.ts";

/** The right side: one thread, with its own place to write; null while none is open. */
export function threadPane(desk: Desk, state: PageState): VNode | null {
  const { thread } = desk.spot;
  const channel = state.channels.find(({ id }) => id === spotChannel(desk));
  if (thread === null || channel === undefined) return null;
  const close = (): void => {
    desk.go({ ...desk.spot, thread: null });
    document.querySelector<HTMLElement>(".pane .composer textarea")?.focus();
  };
  return h(
    "aside",
    {
      key: `thread ${channel.id} ${thread}`,
      class: "thread",
      at: { "aria-label": "Thread", "data-thread": thread },
      on: {
        keydown: (event) => {
          if (event instanceof KeyboardEvent && event.key === "Escape" && !event.defaultPrevented) close();
        },
      },
    },
    h(
      "header",
      { class: "pane-head" },
      h("h2", { class: "pane-title" }, "Thread"),
      h(
        "p",
        { class: "pane-topic", at: { dir: "auto" } },
        channel.kind === "im" ? channel.name : `#${channel.name}`,
      ),
      h(
        "button",
        {
          class: "icon-button thread-close",
          at: { type: "button", "aria-label": "Close thread", "data-close-thread": true },
          on: { click: close },
        },
        icon("close", 20),
      ),
    ),
    messageList(desk, state, { channel, thread, notices: [] }),
    channel.joined
      ? composer(desk, state, { channel: channel.id, thread, placeholder: "Reply…", focus: "always" })
      : null,
  );
}
