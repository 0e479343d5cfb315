import type { Control } from "../model.ts";
import { buttonControl, overflowControl } from "./control-button.ts";
import { choiceControl } from "./control-choice.ts";
import type { ControlPlace } from "./control-place.ts";
import { momentControl } from "./control-moment.ts";
import { selectControl } from "./control-select.ts";
import { textControl } from "./control-text.ts";
import type { Desk } from "./desk.ts";
import { h, type VNode } from "./vnode.ts";

/** The kinds of controls, each with its own file. */
export function drawControl(desk: Desk, control: Control, where: ControlPlace): VNode {
  switch (control.kind) {
    case "button":
      return buttonControl(desk, control, where);
    case "overflow":
      return overflowControl(desk, control, where);
    case "select":
      return selectControl(desk, control, where);
    case "choice":
      return choiceControl(desk, control, where);
    case "moment":
      return momentControl(desk, control, where);
    case "text":
      return textControl(desk, control, where);
    case "unsupported":
      return h(
        "span",
        { class: "placeholder", at: { role: "note" } },
        `The element “${control.what}” is not drawn here.`,
      );
  }
}
