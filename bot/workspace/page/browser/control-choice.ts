import type { Choice, Control } from "../model.ts";
import { choose, valueOf } from "./clicking.ts";
import { controlNames, fieldNames, type ControlPlace } from "./control-place.ts";
import type { Desk } from "./desk.ts";
import { formKey, type FormValue } from "./form.ts";
import { h, type VNode } from "./vnode.ts";

type ChoiceControl = Extract<Control, { kind: "choice" }>;

/** Radio buttons, or checkboxes where more than one may be chosen. */
export function choiceControl(desk: Desk, control: ChoiceControl, where: ControlPlace): VNode {
  const { place, field, dispatch } = where;
  const key = formKey(place, control);
  const value = valueOf(desk, place, control);
  return h(
    "div",
    {
      key: `choice ${control.action}`,
      class: "choices",
      at: {
        id: field?.id,
        role: control.multiple ? "group" : "radiogroup",
        "aria-labelledby": field === undefined ? null : `${field.id}-label`,
        ...fieldNames(field),
        ...controlNames(control),
      },
    },
    control.options.map((option) => {
      const take = (checked: boolean): void => {
        const next = control.multiple ? toggled(control, value, option.value, checked) : option.value;
        void choose(desk, place, control, { value: next, dispatch });
      };
      return choice(option, {
        name: key,
        multiple: control.multiple,
        checked: has(value, option.value),
        take,
      });
    }),
  );
}

interface Drawn {
  readonly name: string;
  readonly multiple: boolean;
  readonly checked: boolean;
  readonly take: (checked: boolean) => void;
}

function choice({ value, html, description }: Choice, { name, multiple, checked, take }: Drawn): VNode {
  return h(
    "label",
    // A field keeps what was clicked, whatever its attribute says; one that should differ is made anew.
    { key: `${value} ${checked ? "on" : "off"}`, class: "choice" },
    h("input", {
      at: { type: multiple ? "checkbox" : "radio", name, value, checked, "data-value": value },
      on: {
        change: ({ target }) => {
          if (target instanceof HTMLInputElement) take(target.checked);
        },
      },
    }),
    h(
      "span",
      { class: "choice-text" },
      h("span", { at: { dir: "auto" }, html }),
      description === "" ? null : h("span", { class: "choice-note", at: { dir: "auto" } }, description),
    ),
  );
}

function has(value: FormValue, one: string): boolean {
  return typeof value === "string" ? value === one : value.includes(one);
}

/** In the order of the options, as Slack sends them. */
function toggled({ options }: ChoiceControl, value: FormValue, one: string, checked: boolean): string[] {
  return options
    .map((option) => option.value)
    .filter((known) => (known === one ? checked : typeof value !== "string" && value.includes(known)));
}
