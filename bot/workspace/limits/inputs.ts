import { type Checks, fields, flag, list, number, oneOf, text } from "./check.ts";
import { placeholder } from "./composition.ts";
import { limits } from "./limits.ts";
import { richText } from "./rich-text.ts";

/** Elements into which people write, for input blocks only. */
const common = {
  action_id: text(limits.id),
  placeholder,
  focus_on_load: flag,
  dispatch_action_config: fields(
    {},
    { trigger_actions_on: list(oneOf("on_enter_pressed", "on_character_entered"), 2) },
  ),
};
const initial = { initial_value: text(limits.plainTextInput, 0) };

export const inputs: Checks = {
  plain_text_input: fields(
    {},
    {
      ...common,
      ...initial,
      multiline: flag,
      min_length: number(0, limits.plainTextInput),
      max_length: number(1, limits.plainTextInput),
    },
  ),
  email_text_input: fields({}, { ...common, ...initial }),
  url_text_input: fields({}, { ...common, ...initial }),
  number_input: fields(
    { is_decimal_allowed: flag },
    { ...common, ...initial, min_value: text(limits.id), max_value: text(limits.id) },
  ),
  rich_text_input: fields(
    {},
    { ...common, initial_value: richText, min_lines: number(1, 100), max_lines: number(1, 100) },
  ),
};
