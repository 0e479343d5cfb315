import type { Hint } from "./hints.ts";
import { h, type VNode } from "./vnode.ts";

/** Suggestions above a composer; the focus stays in the field. */
export function hintList(hints: readonly Hint[], at: number, take: (hint: Hint) => void): VNode {
  return h(
    "div",
    { class: "hints", at: { id: "hints", role: "listbox", "aria-label": "Suggestions", "data-hints": true } },
    hints.map((hint, index) =>
      h(
        "div",
        {
          key: hint.insert,
          class: `hint${index === at ? " is-at" : ""}`,
          at: { role: "option", "aria-selected": String(index === at), "data-hint": hint.insert },
          on: {
            // Before the field loses its focus to the click.
            pointerdown: (event) => {
              event.preventDefault();
              take(hint);
            },
          },
        },
        h(
          "span",
          { class: "hint-line" },
          h("strong", { at: { dir: "auto" } }, hint.title),
          hint.usage === "" ? null : h("span", { class: "hint-usage" }, hint.usage),
        ),
        hint.note === "" ? null : h("span", { class: "hint-note", at: { dir: "auto" } }, hint.note),
      ),
    ),
  );
}
