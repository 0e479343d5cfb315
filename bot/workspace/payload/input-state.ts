import { type Json, objectsOf, textOf, textsOf } from "../json.ts";
import { optionsOf } from "../limits/elements.ts";
import { actionsOf } from "../limits/ids.ts";
import type { InputState } from "../model/views.ts";

/** What a person put into a control: a text or the value of a choice, several of them, or nothing. */
export type Entry = string | readonly string[] | null;

/** Where `state.values` keeps what an element holds, and where the element says what it holds at first. */
interface Place {
  readonly field: string;
  readonly initial: string;
  readonly form: "text" | "one" | "many" | "option" | "options" | "number";
}

const places: Readonly<Record<string, Place>> = {
  plain_text_input: { field: "value", initial: "initial_value", form: "text" },
  email_text_input: { field: "value", initial: "initial_value", form: "text" },
  url_text_input: { field: "value", initial: "initial_value", form: "text" },
  number_input: { field: "value", initial: "initial_value", form: "text" },
  static_select: { field: "selected_option", initial: "initial_option", form: "option" },
  radio_buttons: { field: "selected_option", initial: "initial_option", form: "option" },
  multi_static_select: { field: "selected_options", initial: "initial_options", form: "options" },
  checkboxes: { field: "selected_options", initial: "initial_options", form: "options" },
  users_select: { field: "selected_user", initial: "initial_user", form: "one" },
  multi_users_select: { field: "selected_users", initial: "initial_users", form: "many" },
  channels_select: { field: "selected_channel", initial: "initial_channel", form: "one" },
  multi_channels_select: { field: "selected_channels", initial: "initial_channels", form: "many" },
  conversations_select: { field: "selected_conversation", initial: "initial_conversation", form: "one" },
  multi_conversations_select: {
    field: "selected_conversations",
    initial: "initial_conversations",
    form: "many",
  },
  datepicker: { field: "selected_date", initial: "initial_date", form: "one" },
  timepicker: { field: "selected_time", initial: "initial_time", form: "one" },
  datetimepicker: { field: "selected_date_time", initial: "initial_date_time", form: "number" },
};

/** `state.values` of blocks that are shown for the first time; what `before` holds stays where ids are the same. */
export function initialState(blocks: readonly Json[], before: InputState = {}): InputState {
  const state: Record<string, Record<string, Json>> = {};
  for (const block of blocks) {
    const id = textOf(block["block_id"]) ?? "";
    for (const element of actionsOf(block)) {
      const place = places[textOf(element["type"]) ?? ""];
      const action = textOf(element["action_id"]) ?? "";
      if (place === undefined) continue;
      const held = before[id]?.[action];
      const kept = held?.["type"] === element["type"] ? held : undefined;
      (state[id] ??= {})[action] = kept ?? firstValue(element, place);
    }
  }
  return state;
}

function firstValue(element: Json, place: Place): Json {
  const none = place.form === "many" || place.form === "options" ? [] : null;
  return { type: element["type"], [place.field]: element[place.initial] ?? none };
}

/** The value object of an element that now holds `entry`; undefined for a choice that it does not offer. */
export function heldBy(element: Json, entry: Entry): Json | undefined {
  const place = places[textOf(element["type"]) ?? ""];
  if (place === undefined) return undefined;
  const held = valueOf(element, place, entry);
  return held === undefined ? undefined : { type: element["type"], [place.field]: held };
}

function valueOf(element: Json, { form }: Place, entry: Entry): unknown {
  const texts = typeof entry === "string" ? [entry] : textsOf(entry);
  const [first = ""] = texts;
  const none = texts.length === 0 || first === "";
  switch (form) {
    case "text":
    case "one":
      return none ? null : first;
    case "many":
      return texts;
    case "number":
      return none ? null : Number(first);
    case "option":
      return none ? null : optionOf(element, first);
    case "options": {
      const chosen = texts.map((text) => optionOf(element, text));
      return chosen.includes(undefined) ? undefined : chosen;
    }
  }
}

export function optionOf(element: Json, value: string): Json | undefined {
  return optionsOf(element).find((option) => option["value"] === value);
}

/** Whether an input holds nothing, so that a modal cannot be sent where it is not optional. */
export function isEmpty(held: Json | undefined): boolean {
  const [value] = Object.entries(held ?? {}).flatMap(([field, one]) => (field === "type" ? [] : [one]));
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/** The interactive elements of some blocks, with the ids of their places. */
export function placesOf(
  blocks: readonly Json[],
): readonly { block: string; action: string; element: Json }[] {
  return blocks.flatMap((block) =>
    actionsOf(block).map((element) => ({
      block: textOf(block["block_id"]) ?? "",
      action: textOf(element["action_id"]) ?? "",
      element,
    })),
  );
}

/** The blocks of a view. */
export function blocksIn(view: Json): readonly Json[] {
  return objectsOf(view["blocks"]);
}
