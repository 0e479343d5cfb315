import type { Control } from "../model.ts";
import { choose, valueOf } from "./clicking.ts";
import { controlNames, fieldNames, type ControlPlace } from "./control-place.ts";
import type { Desk } from "./desk.ts";
import { isoDay } from "./local-date.ts";
import { h, type VNode } from "./vnode.ts";

type Moment = Extract<Control, { kind: "moment" }>;

const types = { date: "date", time: "time", datetime: "datetime-local" } as const;

/** The browser's own pickers: they know the reader's calendar, and work by keyboard and by touch. */
export function momentControl(desk: Desk, control: Moment, { place, dispatch, field }: ControlPlace): VNode {
  const value = valueOf(desk, place, control);
  return h("input", {
    key: `moment ${control.action}`,
    class: "field field-moment",
    at: {
      id: field?.id,
      type: types[control.of],
      title: control.placeholder || null,
      "aria-label": field === undefined ? control.placeholder || `Choose a ${control.of}` : null,
      ...fieldNames(field),
      ...controlNames(control),
    },
    created: (element) => {
      if (element instanceof HTMLInputElement) element.value = toField(control.of, String(value));
    },
    on: {
      change: ({ target }) => {
        if (!(target instanceof HTMLInputElement)) return;
        void choose(desk, place, control, { value: fromField(control.of, target.value), dispatch });
      },
    },
  });
}

/** Seconds since the epoch become the reader's local time, which the browser's field speaks. */
function toField(of: Moment["of"], value: string): string {
  if (of !== "datetime" || value === "") return value;
  const at = new Date(Number(value) * 1000);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${isoDay(at)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function fromField(of: Moment["of"], value: string): string {
  if (of !== "datetime" || value === "") return value;
  return String(Math.floor(new Date(value).getTime() / 1000));
}
