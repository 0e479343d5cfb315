import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  SectionBlock,
} from "@slack/types";
import { limits } from "./limits.ts";
import { cut, printable, printableLines } from "./text.ts";

/** Parts of blocks. What is too long is cut here, so that no text from elsewhere can make Slack refuse a message. */

export function plain(text: string, max: number): PlainTextElement {
  // Slack refuses empty text.
  return { type: "plain_text", text: cut(printable(text), max) || "–", emoji: true };
}

/** `text` is mrkdwn: what comes from elsewhere in it is escaped already. Links are only those that are marked as such. */
function mrkdwn(text: string, max: number): MrkdwnElement {
  return { type: "mrkdwn", text: cut(text, max) || "–", verbatim: true };
}

export function header(text: string): HeaderBlock {
  return { type: "header", text: plain(text, limits.header) };
}

export function section(
  text: string,
  more: { readonly id?: string; readonly accessory?: Button | Overflow } = {},
): SectionBlock {
  const { id, accessory } = more;
  return {
    type: "section",
    text: mrkdwn(text, limits.section.text),
    ...(id === undefined ? {} : { block_id: id }),
    ...(accessory === undefined ? {} : { accessory }),
  };
}

/** Name and value of each, two beside each other where there is room. */
export function fields(pairs: readonly (readonly [name: string, value: string])[]): SectionBlock {
  const shown = pairs.slice(0, limits.section.fields);
  return {
    type: "section",
    fields: shown.map(([name, value]) => mrkdwn(`*${name}*\n${value}`, limits.section.field)),
  };
}

/** Small print; at most ten parts. */
export function context(...parts: readonly string[]): ContextBlock {
  const shown = parts.slice(0, limits.context);
  return { type: "context", elements: shown.map((part) => mrkdwn(part, limits.section.text)) };
}

export function divider(): DividerBlock {
  return { type: "divider" };
}

export function actions(id: string, elements: readonly ActionsBlockElement[]): ActionsBlock {
  return { type: "actions", block_id: id, elements: elements.slice(0, limits.actions) };
}

export interface ButtonParts {
  /** Wire format: never renamed. */
  readonly action: string;
  readonly label: string;
  /** An id, and nothing that decides anything. */
  readonly value?: string;
  readonly style?: "primary" | "danger";
  readonly confirm?: ConfirmParts;
}

interface ConfirmParts {
  readonly title: string;
  /** Plain text. */
  readonly text: string;
  readonly yes: string;
}

export function button({ action, label, value, style, confirm }: ButtonParts): Button {
  return {
    type: "button",
    action_id: action,
    text: plain(label, limits.button.label),
    ...(value === undefined ? {} : { value: cut(value, limits.button.value) }),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm: confirmation(confirm) }),
  };
}

/** What is rarely asked for; at most five. */
export function overflow(
  action: string,
  choices: readonly (readonly [label: string, value: string])[],
): Overflow {
  return { type: "overflow", action_id: action, options: choices.slice(0, limits.overflow).map(option) };
}

export function option([label, value]: readonly [label: string, value: string]): PlainTextOption {
  return { text: plain(label, limits.option.text), value: cut(value, limits.option.value) };
}

/** Text in which nothing means anything, its line ends kept: for what programs have written. */
export function preformatted(text: string): RichTextBlock {
  const shown = cut(printableLines(text), limits.section.text) || "–";
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: shown }] }],
  };
}

function confirmation({ title, text, yes }: ConfirmParts): ConfirmationDialog {
  return {
    title: plain(title, limits.confirm.title),
    text: plain(text, limits.confirm.text),
    confirm: plain(yes, limits.confirm.button),
    deny: plain("Cancel", limits.confirm.button),
  };
}
