import type { Choice, Control } from "../model.ts";
import { choose, valueOf } from "./clicking.ts";
import { controlNames, fieldNames, type ControlPlace } from "./control-place.ts";
import type { Desk } from "./desk.ts";
import { formKey, type FormValue } from "./form.ts";
import { icon } from "./icons.ts";
import { openMenuButton } from "./popover.ts";
import { optionList } from "./option-list.ts";
import { h, type Child, type VNode } from "./vnode.ts";

type Select = Extract<Control, { kind: "select" }>;

/** A menu to choose from: a button that shows the choice, and a list that can be narrowed down by typing. */
export function selectControl(desk: Desk, control: Select, where: ControlPlace): VNode {
  const { place, field, dispatch } = where;
  const key = formKey(place, control);
  const value = valueOf(desk, place, control);
  const chosen = control.options.filter((option) => isChosen(value, option));
  const take = (option: Choice): void => {
    void choose(desk, place, control, { value: nextValue(control, value, option), dispatch });
  };
  const holder = openMenuButton(desk, {
    key,
    class: `field select${chosen.length === 0 ? " is-empty" : ""}`,
    role: "dialog",
    at: {
      id: field?.id ?? null,
      "aria-busy": desk.busy.has(key) ? "true" : null,
      "aria-label": field === undefined ? control.placeholder : null,
      // What it is, and what it holds.
      "aria-labelledby": field === undefined ? null : `${field.id}-label ${field.id}`,
      ...fieldNames(field),
      ...controlNames(control),
    },
    content: [
      h("span", { class: "select-value", at: { dir: "auto" } }, shown(control, chosen)),
      desk.busy.has(key) ? h("span", { class: "spinner" }) : icon("chevron", 16),
    ],
    menuClass: "select-menu",
    menuLabel: control.placeholder,
    menu: () => optionList(desk, { options: control.options, multiple: control.multiple, chosen, take }),
  });
  return h("div", { key: `select ${control.action}`, class: "select-holder" }, holder);
}

function isChosen(value: FormValue, option: Choice): boolean {
  return typeof value === "string" ? value === option.value && value !== "" : value.includes(option.value);
}

function shown({ multiple, placeholder }: Select, chosen: readonly Choice[]): Child {
  const [first] = chosen;
  if (first === undefined) return placeholder;
  if (!multiple) return first.text;
  return chosen.map(({ text, value }) => h("span", { key: value, class: "token" }, text));
}

function nextValue({ multiple, max, options }: Select, value: FormValue, { value: one }: Choice): FormValue {
  if (!multiple) return one;
  const held = typeof value === "string" ? [] : value;
  if (held.includes(one)) return held.filter((other) => other !== one);
  if (max !== null && held.length >= max) return held;
  return options.map((option) => option.value).filter((known) => known === one || held.includes(known));
}
