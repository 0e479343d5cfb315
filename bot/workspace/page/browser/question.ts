import type { Desk } from "./desk.ts";
import { h, type VNode } from "./vnode.ts";

/** "Are you sure?", as the app wrote it. Escape is no. */
export function questionLayer(desk: Desk): VNode | null {
  const { question } = desk;
  if (question === null) return null;
  const { title, html, confirm, deny, danger } = question.model;
  return h(
    "dialog",
    {
      key: "question",
      class: "dialog question",
      at: { "aria-labelledby": "question-title", "data-question": true },
      created: (element) => {
        if (element instanceof HTMLDialogElement) element.showModal();
        element.querySelector<HTMLElement>("[data-confirm=yes]")?.focus();
      },
      on: {
        cancel: (event) => {
          event.preventDefault();
          question.answer(false);
        },
      },
    },
    h("h2", { class: "dialog-title", at: { id: "question-title", dir: "auto" } }, title),
    h("div", { class: "dialog-body", html }),
    h(
      "div",
      { class: "dialog-foot" },
      h(
        "button",
        {
          class: "button button-default",
          at: { type: "button", "data-confirm": "no" },
          on: { click: () => question.answer(false) },
        },
        deny,
      ),
      h(
        "button",
        {
          class: `button ${danger ? "button-danger-solid" : "button-primary"}`,
          at: { type: "button", "data-confirm": "yes" },
          on: { click: () => question.answer(true) },
        },
        confirm,
      ),
    ),
  );
}
