import type { PageState, ViewModel } from "../model.ts";
import { tellFailure, valueOf } from "./clicking.ts";
import type { Desk } from "./desk.ts";
import { inputProblems, inputValues, type ReadForm } from "./form.ts";
import { icon } from "./icons.ts";
import { drawPieces, failureLine } from "./pieces.ts";
import { h, type VNode } from "./vnode.ts";

/**
 * Open modals in one dialog, whose last view is the one to see. Those below stay as they are, with what was
 * typed into them, until they come up again.
 */
export function modalLayer(desk: Desk, { modals, app }: PageState): VNode | null {
  const top = modals.at(-1);
  if (top === undefined) return null;
  return h(
    "dialog",
    {
      key: "modal",
      class: "dialog modal",
      at: { "aria-labelledby": `title-${top.id}`, "data-modal": top.id },
      created: (element) => {
        if (element instanceof HTMLDialogElement) element.showModal();
        const shown = element.querySelector<HTMLElement>("form:not([hidden])");
        if (shown !== null) focusFirst(shown);
      },
      on: {
        cancel: (event) => {
          // Escape in a picker or menu within is not for us.
          if (event.target !== event.currentTarget) return;
          event.preventDefault();
          void closeView(desk, top);
        },
      },
    },
    modals.map((view) =>
      viewForm(desk, view, { isTop: view === top, stacked: modals.length > 1, app: app.name }),
    ),
  );
}

interface Layer {
  readonly isTop: boolean;
  readonly stacked: boolean;
  readonly app: string;
}

function viewForm(desk: Desk, view: ViewModel, { isTop, stacked, app }: Layer): VNode {
  const busy = desk.busy.has(view.id);
  const close = (): void => void closeView(desk, view);
  return h(
    "form",
    {
      key: view.id,
      class: "view",
      at: { hidden: !isTop, novalidate: true, "data-view": view.id },
      created: (element) => focusFirst(element),
      on: {
        submit: (event) => {
          event.preventDefault();
          if (!busy && view.submit !== null) void submit(desk, view);
        },
      },
    },
    h(
      "header",
      { class: "view-head" },
      h("h2", { class: "dialog-title", at: { id: `title-${view.id}`, dir: "auto" } }, view.title || app),
      h(
        "button",
        {
          class: "icon-button",
          at: { type: "button", "aria-label": stacked ? "Back" : "Close", "data-close": view.id },
          on: { click: close },
        },
        icon(stacked ? "back" : "close", 20),
      ),
    ),
    h(
      "div",
      { class: "view-body", at: { tabindex: -1 } },
      failureLine(desk, { view: view.id }),
      drawPieces(desk, view.pieces, { view: view.id }),
    ),
    h(
      "footer",
      { class: "view-foot" },
      h(
        "button",
        { class: "button button-default", at: { type: "button" }, on: { click: close } },
        view.close,
      ),
      view.submit === null ? null : submitButton(view, busy),
    ),
  );
}

function submitButton(view: ViewModel, busy: boolean): VNode {
  return h(
    "button",
    {
      class: "button button-primary",
      at: {
        type: "submit",
        "data-submit": view.id,
        "aria-busy": busy ? "true" : null,
        "aria-disabled": busy ? "true" : null,
      },
    },
    busy ? h("span", { class: "spinner", at: { "aria-hidden": "true" } }) : null,
    h("span", { class: "button-text" }, view.submit),
  );
}

function focusFirst(view: HTMLElement): void {
  const first =
    view.querySelector<HTMLElement>("[data-autofocus]") ??
    view.querySelector<HTMLElement>(".view-body :is(input, textarea, button)") ??
    view.querySelector<HTMLElement>("[data-submit], [data-close]");
  first?.focus();
}

async function submit(desk: Desk, view: ViewModel): Promise<void> {
  const read: ReadForm = (control) => valueOf(desk, { view: view.id }, control);
  const problems = inputProblems(view.pieces, read);
  desk.problems.set(view.id, problems);
  desk.failures.delete(view.id);
  if (Object.keys(problems).length > 0) {
    desk.redraw();
    focusProblem();
    return;
  }
  desk.busy.add(view.id);
  desk.redraw();
  const result = await desk.act({ kind: "submit", view: view.id, values: inputValues(view.pieces, read) });
  desk.busy.delete(view.id);
  // The same errors as before are no news to the desk, but were wiped away above.
  const errors = desk.state?.modals.find(({ id }) => id === view.id)?.errors ?? {};
  desk.problems.set(view.id, errors);
  if (!result.ok && !Object.values(errors).includes(result.told)) tellFailure(desk, view.id, result.told);
  desk.redraw();
  focusProblem();
}

function focusProblem(): void {
  queueMicrotask(() => document.querySelector<HTMLElement>("dialog [aria-invalid=true]")?.focus());
}

async function closeView(desk: Desk, { id }: ViewModel): Promise<void> {
  const result = await desk.act({ kind: "close", view: id });
  if (!result.ok) desk.toast(result.told);
}
