import { z } from "zod";
import type { Choice, Control } from "../model.ts";
import { option, optionGroups, options, toChoices } from "./options.ts";
import { plainText, textObject } from "./text-object.ts";
import type { Given } from "./stage.ts";

const menu = z.object({
  options: options.nullish(),
  option_groups: optionGroups.nullish(),
  initial_option: option.nullish(),
  initial_options: options.nullish(),
  placeholder: textObject.nullish(),
  max_selected_items: z.number().int().positive().nullish(),
});

/** Menus with options of their own, radio buttons and checkboxes. */
export function choiceControl({ element, type, head, cast }: Given): Control | undefined {
  if (!/^(?:static_select|multi_static_select|radio_buttons|checkboxes)$/.test(type)) return undefined;
  const given = menu.parse(element);
  const choices: Choice[] = [
    ...toChoices(given.options ?? [], cast.words),
    ...(given.option_groups ?? []).flatMap((group) =>
      toChoices(group.options, cast.words, plainText(group.label, cast.words)),
    ),
  ];
  const initial = [...(given.initial_option ? [given.initial_option] : []), ...(given.initial_options ?? [])];
  const chosen = initial.map((one) => one.value);
  if (type === "radio_buttons" || type === "checkboxes") {
    return { ...head, kind: "choice", multiple: type === "checkboxes", options: choices, initial: chosen };
  }
  return {
    ...head,
    kind: "select",
    multiple: type === "multi_static_select",
    options: choices,
    initial: chosen,
    placeholder: given.placeholder ? plainText(given.placeholder, cast.words) : "Select an option",
    max: given.max_selected_items ?? null,
  };
}
