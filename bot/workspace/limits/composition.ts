import { all, byType, type Check, fields, flag, list, matching, oneOf, rule, text } from "./check.ts";
import { limits } from "./limits.ts";

/** docs.slack.dev/reference/block-kit/composition-objects */

export function plainText(most: number): Check {
  return byType({ plain_text: fields({ text: text(most) }, { emoji: flag }) });
}

/** `plain_text` or `mrkdwn`. */
export function anyText(most: number): Check {
  return byType({
    plain_text: fields({ text: text(most) }, { emoji: flag }),
    mrkdwn: fields({ text: text(most) }, { verbatim: flag }),
  });
}

export function mrkdwn(most: number): Check {
  return byType({ mrkdwn: fields({ text: text(most) }, { verbatim: flag }) });
}

export function url(most: number): Check {
  return all(text(most), matching(/^https?:\/\/\S+$/, "a valid URL"));
}

export const confirm = fields(
  {
    title: plainText(limits.confirm.title),
    text: anyText(limits.confirm.text),
    confirm: plainText(limits.confirm.button),
    deny: plainText(limits.confirm.button),
  },
  { style: oneOf("primary", "danger") },
);

const optionFields = {
  value: text(limits.option.value),
  description: plainText(limits.option.description),
};

/** Of selects. */
export const plainOption = fields(
  { text: plainText(limits.option.text), value: optionFields.value },
  { description: optionFields.description },
);

/** Of checkboxes and radio buttons, which may be marked up. */
export const markedOption = fields(
  { text: anyText(limits.option.text), value: optionFields.value },
  { description: anyText(limits.option.description) },
);

/** Of an overflow menu, which may lead elsewhere. */
export const overflowOption = fields(
  { text: plainText(limits.option.text), value: optionFields.value },
  { description: optionFields.description, url: url(limits.option.url) },
);

export const optionGroup = fields({
  label: plainText(limits.options.groupLabel),
  options: list(plainOption, limits.options.select),
});

/** Fields of whatever shows an image: one source, and words for those who cannot see it. */
export const imageFields = {
  required: { alt_text: text(limits.image.alt) },
  optional: {
    image_url: url(limits.image.url),
    slack_file: all(
      fields({}, { id: text(limits.id), url: url(limits.image.url) }),
      rule(
        ({ id, url: address }) => (id === undefined) !== (address === undefined),
        "must define `id` or `url`",
      ),
    ),
  },
};

export const oneImageSource = rule(
  ({ image_url: address, slack_file: file }) => (address === undefined) !== (file === undefined),
  "must define either `image_url` or `slack_file`",
);

export const placeholder = plainText(limits.placeholder);
