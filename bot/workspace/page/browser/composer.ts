import type { PageState } from "../model.ts";
import { autosize, isTextArea, setText } from "./composer-field.ts";
import { complete, pressed } from "./composer-keys.ts";
import type { Desk } from "./desk.ts";
import { hintList } from "./hint-list.ts";
import { hintsFor, type Hint } from "./hints.ts";
import { icon } from "./icons.ts";
import { composerKey, sendText } from "./sending.ts";
import { shortcutMenu } from "./shortcut-menu.ts";
import { h, type VNode } from "./vnode.ts";

export interface ComposerOptions {
  readonly channel: string;
  readonly thread: string | null;
  readonly placeholder: string;
  /** Whether it takes the focus when it appears: always, or where nothing has it and no keyboard covers the screen. */
  readonly focus: "always" | "if-free";
}

/** Where messages and commands are written. Enter sends, Shift+Enter begins a line, ↑ recalls the last one sent. */
export function composer(desk: Desk, state: PageState, options: ComposerOptions): VNode {
  const { channel, thread } = options;
  const key = composerKey(channel, thread);
  const hints = hintsFor(desk.drafts.get(key) ?? "", thread, state);
  return h(
    "div",
    {
      key: `composer ${key}`,
      class: "composer",
      at: { "data-composer": channel, "data-composer-thread": thread },
    },
    hints.length > 0 ? hintList(hints, desk.hintAt, (hint) => complete(desk, key, hint)) : null,
    h("div", { class: "composer-box" }, field(desk, state, options, hints), foot(desk, state, options)),
  );
}

function field(desk: Desk, state: PageState, options: ComposerOptions, hints: readonly Hint[]): VNode {
  const { channel, thread, placeholder, focus } = options;
  const key = composerKey(channel, thread);
  return h("textarea", {
    at: {
      rows: 1,
      dir: "auto",
      placeholder,
      "aria-label": placeholder,
      maxlength: 40_000,
      "aria-controls": hints.length > 0 ? "hints" : null,
    },
    created: (element) => {
      if (!isTextArea(element)) return;
      setText(element, desk.drafts.get(key) ?? "");
      if (focus === "always" || isFocusFree()) element.focus();
    },
    on: {
      input: ({ target }) => {
        if (!isTextArea(target)) return;
        const before = desk.drafts.get(key) ?? "";
        desk.drafts.set(key, target.value);
        desk.hintAt = 0;
        autosize(target);
        // Most signs change nothing but the field itself.
        const changesMore = (before.trim() === "") !== (target.value.trim() === "");
        if (changesMore || hints.length > 0 || hintsFor(target.value, thread, state).length > 0)
          desk.redraw();
      },
      keydown: (event) => {
        if (!(event instanceof KeyboardEvent) || !isTextArea(event.target)) return;
        if (!pressed(desk, event, { field: event.target, hints, key, send: () => void send() })) return;
        event.preventDefault();
        desk.redraw();
      },
    },
  });

  function send(): Promise<void> {
    return sendText(desk, state, options);
  }
}

function foot(desk: Desk, state: PageState, options: ComposerOptions): VNode {
  const { channel, thread } = options;
  const key = composerKey(channel, thread);
  const empty = (desk.drafts.get(key) ?? "").trim() === "";
  return h(
    "div",
    { class: "composer-foot" },
    thread === null ? shortcutMenu(desk, state, key) : null,
    h(
      "span",
      { class: "composer-help" },
      h("kbd", {}, "Shift"),
      " + ",
      h("kbd", {}, "Enter"),
      " for a new line",
    ),
    h(
      "button",
      {
        class: `send${empty ? "" : " is-ready"}`,
        at: {
          type: "button",
          "aria-label": "Send",
          "data-send": channel,
          "aria-disabled": empty ? "true" : null,
        },
        on: { click: () => void sendText(desk, state, options) },
      },
      icon("send", 18),
    ),
  );
}

function isFocusFree(): boolean {
  return document.activeElement === document.body && matchMedia("(hover: hover)").matches;
}
