import type { Choice, Control } from "../model.ts";
import { click } from "./clicking.ts";
import { controlNames, type ControlPlace } from "./control-place.ts";
import type { Desk } from "./desk.ts";
import { formKey } from "./form.ts";
import { icon } from "./icons.ts";
import { openMenuButton } from "./popover.ts";
import { h, type VNode } from "./vnode.ts";

type Button = Extract<Control, { kind: "button" }>;
type Overflow = Extract<Control, { kind: "overflow" }>;

export function buttonControl(desk: Desk, control: Button, { place }: ControlPlace): VNode {
  const busy = desk.busy.has(formKey(place, control));
  const { text, label, style, url } = control;
  return h(
    "button",
    {
      key: `button ${control.action}`,
      class: `button button-${style}`,
      at: {
        type: "button",
        "aria-label": label === text ? null : label,
        // Not `disabled`: that would throw the focus away.
        "aria-disabled": busy ? "true" : null,
        "aria-busy": busy ? "true" : null,
        ...controlNames(control),
      },
      on: {
        click: () => {
          if (url !== null && !busy) window.open(url, "_blank", "noopener,noreferrer");
          void click(desk, place, control);
        },
      },
    },
    busy ? h("span", { class: "spinner", at: { "aria-hidden": "true" } }) : null,
    h("span", { class: "button-text", at: { dir: "auto" } }, text),
  );
}

export function overflowControl(desk: Desk, control: Overflow, { place }: ControlPlace): VNode {
  const key = formKey(place, control);
  const busy = desk.busy.has(key);
  return openMenuButton(desk, {
    key,
    class: "button button-overflow",
    label: "More options",
    at: {
      "aria-busy": busy ? "true" : null,
      "aria-disabled": busy ? "true" : null,
      ...controlNames(control),
    },
    content: busy ? h("span", { class: "spinner" }) : icon("more"),
    menuLabel: "More options",
    menu: () =>
      control.options.map((option) =>
        h(
          "button",
          {
            class: "menu-item menu-item-tall",
            at: { type: "button", role: "menuitem", tabindex: -1, "data-value": option.value },
            on: { click: () => take(desk, control, place, option) },
          },
          h(
            "span",
            { class: "menu-text" },
            h("span", { at: { dir: "auto" }, html: option.html }),
            option.description === "" ? null : h("span", { class: "menu-note" }, option.description),
          ),
        ),
      ),
  });
}

function take(desk: Desk, control: Overflow, place: ControlPlace["place"], { value, url }: Choice): void {
  if (url !== null && /^https?:/.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  void click(desk, place, control, value);
}
