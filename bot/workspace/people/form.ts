import type { InputValues } from "../contract.ts";
import { type Json, objectOf, textOf } from "../json.ts";
import type { InputState } from "../model/views.ts";
import { heldBy, isEmpty, placesOf } from "../payload/input-state.ts";

/** What a client does with a form by itself, before the app hears of it. */

/** State after the person filled it in: inputs that are not named keep what they hold. */
export function filled(blocks: readonly Json[], state: InputState, values: InputValues): InputState {
  const now: Record<string, Record<string, Json>> = {};
  for (const [block, held] of Object.entries(state)) now[block] = { ...held };
  for (const { block, action, element } of placesOf(blocks)) {
    const entry = values[block]?.[action];
    const held = entry === undefined ? undefined : heldBy(element, entry);
    if (held !== undefined) (now[block] ??= {})[action] = held;
  }
  return now;
}

/** Errors by block id, for which Slack does not send the form. */
export function formErrors(blocks: readonly Json[], state: InputState): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block["type"] !== "input") continue;
    const id = textOf(block["block_id"]) ?? "";
    const element = objectOf(block["element"]);
    const held = state[id]?.[textOf(element["action_id"]) ?? ""];
    const error = isEmpty(held) ? missing(block) : wrongText(element, textOf(held?.["value"]));
    if (error !== undefined) errors[id] = error;
  }
  return errors;
}

function missing(block: Json): string | undefined {
  return block["optional"] === true ? undefined : "Please complete this required field.";
}

function wrongText(element: Json, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const { type, min_length: least, max_length: most } = element;
  if (typeof least === "number" && value.length < least) return `Please enter at least ${least} characters.`;
  if (typeof most === "number" && value.length > most) return `Please enter at most ${most} characters.`;
  switch (type) {
    case "email_text_input":
      return /^\S+@\S+\.\S+$/.test(value) ? undefined : "Please enter a valid email address.";
    case "url_text_input":
      return URL.canParse(value) ? undefined : "Please enter a valid URL.";
    case "number_input":
      return wrongNumber(element, value);
    default:
      return undefined;
  }
}

function wrongNumber(element: Json, value: string): string | undefined {
  const given = Number(value);
  const isWhole = Number.isInteger(given) || element["is_decimal_allowed"] === true;
  if (value.trim() === "" || !Number.isFinite(given) || !isWhole) return "Please enter a number.";
  const { min_value: least, max_value: most } = element;
  if (typeof least === "string" && given < Number(least)) return `Please enter at least ${least}.`;
  if (typeof most === "string" && given > Number(most)) return `Please enter at most ${most}.`;
  return undefined;
}
