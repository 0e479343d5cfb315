import { z } from "zod";
import { parseMrkdwn } from "./mrkdwn.ts";
import { inlineHtml, richHtml, type Words } from "./rich-html.ts";
import { plain, type Inline } from "./rich.ts";

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export const textObject = z.discriminatedUnion("type", [
  z.object({ type: z.literal("plain_text"), text: z.string(), emoji: z.boolean().default(true) }),
  z.object({ type: z.literal("mrkdwn"), text: z.string(), verbatim: z.boolean().default(false) }),
]);

export type TextObject = z.output<typeof textObject>;

export function textHtml(text: TextObject, words: Words): string {
  if (text.type === "mrkdwn") return richHtml(parseMrkdwn(text.text), words);
  return `<div class="rich-line" dir="auto">${plainHtml(text, words)}</div>`;
}

/** Text of a label: no marks, but emoji, unless the app wants none. */
export function plainHtml(text: TextObject, words: Words): string {
  return inlineHtml(splitEmoji(text), words);
}

/** The same for places that hold no HTML: names of controls and titles. */
export function plainText(text: TextObject, words: Words): string {
  return splitEmoji(text)
    .map((inline) => {
      if (inline.kind === "text") return inline.text;
      return inline.kind === "emoji" ? (words.emoji(inline.name) ?? `:${inline.name}:`) : "";
    })
    .join("");
}

function splitEmoji(text: TextObject): Inline[] {
  if (text.type === "plain_text" && !text.emoji) return [{ kind: "text", text: text.text, style: plain }];
  return text.text.split(/(:[a-z0-9_+'-]{1,100}(?:::skin-tone-[2-6])?:)/).map((part, index): Inline => {
    const isEmoji = index % 2 === 1 && !/^:\d+:$/.test(part);
    return isEmoji
      ? { kind: "emoji", name: part.slice(1, -1), style: plain }
      : { kind: "text", text: part, style: plain };
  });
}
