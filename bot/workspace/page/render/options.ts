import { z } from "zod";
import type { Choice, ConfirmModel } from "../model.ts";
import type { Words } from "./rich-html.ts";
import { inlineHtml } from "./rich-html.ts";
import { parseInline } from "./mrkdwn-inline.ts";
import { plainHtml, plainText, textHtml, textObject, type TextObject } from "./text-object.ts";

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
export const option = z.object({
  text: textObject,
  value: z.string().default(""),
  description: textObject.nullish(),
  url: z.string().nullish(),
});

export const options = z.array(option).max(100);

export const optionGroups = z.array(z.object({ label: textObject, options })).max(100);

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export const confirm = z.object({
  title: textObject,
  text: textObject,
  confirm: textObject,
  deny: textObject,
  style: z.string().nullish(),
});

export function toChoices(given: z.output<typeof options>, words: Words, group = ""): Choice[] {
  return given.map((one) => ({
    value: one.value,
    text: plainText(one.text, words),
    html: optionHtml(one.text, words),
    description: one.description ? plainText(one.description, words) : "",
    group,
    url: one.url ?? null,
  }));
}

export function toConfirm(
  given: z.output<typeof confirm> | null | undefined,
  words: Words,
): ConfirmModel | null {
  if (!given) return null;
  return {
    title: plainText(given.title, words),
    html: textHtml(given.text, words),
    confirm: plainText(given.confirm, words),
    deny: plainText(given.deny, words),
    danger: given.style === "danger",
  };
}

/** Radio buttons and checkboxes may have marks in their labels; menus have plain text. */
function optionHtml(text: TextObject, words: Words): string {
  return text.type === "mrkdwn" ? inlineHtml(parseInline(text.text), words) : plainHtml(text, words);
}
