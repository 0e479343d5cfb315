import type { Control } from "../model.ts";
import { click, setValue, valueOf } from "./clicking.ts";
import { controlNames, fieldNames, type ControlPlace } from "./control-place.ts";
import type { Desk } from "./desk.ts";
import { h, type VNode } from "./vnode.ts";

type Text = Extract<Control, { kind: "text" }>;

/** A line or an area to type in. What is typed stays in the element; the desk only takes note of it. */
export function textControl(desk: Desk, control: Text, { place, dispatch, field }: ControlPlace): VNode {
  const { multiline, input, placeholder, maxLength, focus } = control;
  return h(multiline ? "textarea" : "input", {
    key: `text ${control.action}`,
    class: "field",
    at: {
      id: field?.id,
      type: multiline ? null : input === "number" ? "text" : input,
      inputmode: input === "number" ? "decimal" : null,
      rows: multiline ? 4 : null,
      dir: "auto",
      placeholder: placeholder || null,
      maxlength: maxLength,
      autocomplete: "off",
      "data-autofocus": focus,
      ...fieldNames(field),
      ...controlNames(control),
    },
    created: (element) => {
      if (isField(element)) element.value = String(valueOf(desk, place, control));
    },
    on: {
      input: ({ target }) => {
        if (isField(target)) setValue(desk, place, control, target.value);
      },
      keydown: (event) => {
        if (!dispatch || !(event instanceof KeyboardEvent) || event.key !== "Enter" || event.isComposing)
          return;
        if (multiline || !isField(event.target)) return;
        event.preventDefault();
        event.stopPropagation();
        void click(desk, place, control, event.target.value);
      },
    },
  });
}

function isField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
