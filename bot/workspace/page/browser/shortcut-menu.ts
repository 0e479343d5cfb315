import type { Shortcut } from "../../contract.ts";
import type { PageState } from "../model.ts";
import type { Desk } from "./desk.ts";
import { icon } from "./icons.ts";
import { openMenuButton } from "./popover.ts";
import { h, type VNode } from "./vnode.ts";

/** The app's shortcuts that need no message; null where it has none. */
export function shortcutMenu(desk: Desk, state: PageState, key: string): VNode | null {
  const shortcuts = state.shortcuts.filter(({ type }) => type === "global");
  if (shortcuts.length === 0) return null;
  return openMenuButton(desk, {
    key: `shortcuts ${key}`,
    class: "icon-button shortcuts-button",
    label: "Shortcuts",
    at: { title: "Shortcuts", "data-shortcuts": true },
    content: icon("bolt"),
    menuLabel: "Shortcuts",
    menu: () => [
      h("p", { class: "menu-title" }, state.app.name),
      shortcuts.map((shortcut) => shortcutItem(desk, shortcut)),
    ],
  });
}

/** One shortcut in a menu; `on` is the message that it is for. */
export function shortcutItem(
  desk: Desk,
  { callbackId, name, description }: Shortcut,
  on: { readonly channel: string; readonly ts: string } | null = null,
): VNode {
  const take = async (): Promise<void> => {
    const result = await desk.act({ kind: "shortcut", callbackId, ...on });
    if (!result.ok) desk.toast(result.told);
  };
  return h(
    "button",
    {
      key: callbackId,
      class: "menu-item menu-item-tall",
      at: { type: "button", role: "menuitem", tabindex: -1, "data-shortcut": callbackId },
      on: { click: () => void take() },
    },
    h(
      "span",
      { class: "menu-text" },
      h("span", { at: { dir: "auto" } }, name),
      h("span", { class: "menu-note", at: { dir: "auto" } }, description),
    ),
  );
}
