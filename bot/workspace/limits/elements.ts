import { isDeepStrictEqual } from "node:util";
import { type Json, objectsOf } from "../json.ts";
import {
  all,
  type Check,
  type Checks,
  fields,
  flag,
  list,
  matching,
  number,
  oneOf,
  rule,
  text,
} from "./check.ts";
import * as compose from "./composition.ts";
import { limits } from "./limits.ts";
import { inputs } from "./inputs.ts";

/** docs.slack.dev/reference/block-kit/block-elements */

const id = text(limits.id);
const common = { action_id: id, confirm: compose.confirm };
const select = { ...common, placeholder: compose.placeholder, focus_on_load: flag };
const multi = { ...select, max_selected_items: number(1, 100) };
const filter = fields(
  {},
  {
    include: list(oneOf("im", "mpim", "private", "public"), 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);
const conversations = { default_to_current_conversation: flag, filter };
const ids = list(id, 100);

const button = fields(
  { text: compose.plainText(limits.button.text) },
  {
    ...common,
    url: compose.url(limits.button.url),
    value: text(limits.button.value),
    style: oneOf("primary", "danger"),
    accessibility_label: text(limits.button.label),
  },
);

const feedbackButton = fields(
  { text: compose.plainText(limits.button.text), value: text(limits.button.value) },
  { accessibility_label: text(limits.button.label) },
);

/** Slack takes as chosen only what it could have offered, to the letter. */
const initialAmongOptions = rule((element) => {
  const offered = optionsOf(element);
  const initial = objectsOf(element["initial_options"]).concat(objectsOf([element["initial_option"]]));
  return initial.every((one) => offered.some((option) => isDeepStrictEqual(option, one)));
}, "initial option is not one of the options");

export const elements: Checks = {
  button,
  image: all(fields(compose.imageFields.required, compose.imageFields.optional), compose.oneImageSource),
  overflow: fields({ options: list(compose.overflowOption, limits.options.overflow) }, common),
  checkboxes: choice(compose.markedOption, {
    initial_options: list(compose.markedOption, limits.options.choice),
  }),
  radio_buttons: choice(compose.markedOption, { initial_option: compose.markedOption }),
  static_select: options({ ...select, initial_option: compose.plainOption }),
  multi_static_select: options({
    ...multi,
    initial_options: list(compose.plainOption, limits.options.select),
  }),
  users_select: fields({}, { ...select, initial_user: id }),
  multi_users_select: fields({}, { ...multi, initial_users: ids }),
  channels_select: fields({}, { ...select, initial_channel: id, response_url_enabled: flag }),
  multi_channels_select: fields({}, { ...multi, initial_channels: ids }),
  conversations_select: fields(
    {},
    { ...select, ...conversations, initial_conversation: id, response_url_enabled: flag },
  ),
  multi_conversations_select: fields({}, { ...multi, ...conversations, initial_conversations: ids }),
  datepicker: fields({}, { ...select, initial_date: matching(/^\d{4}-\d\d-\d\d$/, "a date: YYYY-MM-DD") }),
  timepicker: fields({}, { ...select, initial_time: matching(/^\d\d:\d\d$/, "a time: HH:mm"), timezone: id }),
  datetimepicker: fields(
    {},
    { ...common, focus_on_load: flag, initial_date_time: number(1e9, 9_999_999_999) },
  ),
  feedback_buttons: fields(
    { positive_button: feedbackButton, negative_button: feedbackButton },
    { action_id: id },
  ),
  icon_button: fields(
    { icon: oneOf("trash"), text: compose.plainText(limits.button.text) },
    {
      ...common,
      value: text(limits.button.value),
      accessibility_label: text(limits.button.label),
      visible_to_user_ids: ids,
    },
  ),
  ...inputs,
};

/** Which elements may stand in which block. External selects are left out: the app answers no such question. */
const menus = [
  "static_select",
  "multi_static_select",
  "users_select",
  "multi_users_select",
  "channels_select",
  "multi_channels_select",
  "conversations_select",
  "multi_conversations_select",
  "datepicker",
  "timepicker",
  "checkboxes",
  "radio_buttons",
];
export const elementsOf = {
  section: [...menus, "button", "overflow", "image"],
  actions: [...menus, "button", "overflow", "datetimepicker"],
  input: [...menus, "datetimepicker", ...Object.keys(inputs)],
  contextActions: ["feedback_buttons", "icon_button"],
} as const;

function choice(option: Check, initial: Checks): Check {
  return all(
    fields({ options: list(option, limits.options.choice) }, { ...common, focus_on_load: flag, ...initial }),
    initialAmongOptions,
  );
}

function options(optional: Checks): Check {
  return all(
    fields(
      {},
      {
        ...optional,
        options: list(compose.plainOption, limits.options.select),
        option_groups: list(compose.optionGroup, limits.options.groups),
      },
    ),
    rule(
      ({ options: flat, option_groups: grouped }) => (flat === undefined) !== (grouped === undefined),
      "must define either `options` or `option_groups`",
    ),
    initialAmongOptions,
  );
}

/** All options of an element, in groups or not. */
export function optionsOf(element: Json): readonly Json[] {
  const grouped = objectsOf(element["option_groups"]).flatMap((group) => objectsOf(group["options"]));
  return [...objectsOf(element["options"]), ...grouped];
}
