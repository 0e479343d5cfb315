import { z } from "zod";
import type { Choice, Control } from "../model.ts";
import type { Cast } from "./cast.ts";
import { escapeHtml } from "./escape.ts";
import { plainText, textObject } from "./text-object.ts";
import type { Given } from "./stage.ts";

const ids = z.array(z.string()).nullish();
const picker = z.object({
  placeholder: textObject.nullish(),
  initial_user: z.string().nullish(),
  initial_users: ids,
  initial_channel: z.string().nullish(),
  initial_channels: ids,
  initial_conversation: z.string().nullish(),
  initial_conversations: ids,
  max_selected_items: z.number().int().positive().nullish(),
});

/** Menus of people and channels, whose options the workspace knows. */
export function peopleControl({ element, type, head, cast }: Given): Control | undefined {
  const kind = /^(?:multi_)?(users|channels|conversations)_select$/.exec(type)?.[1];
  if (kind === undefined) return undefined;
  const given = picker.parse(element);
  const initial = [
    given.initial_user,
    given.initial_channel,
    given.initial_conversation,
    ...(given.initial_users ?? []),
    ...(given.initial_channels ?? []),
    ...(given.initial_conversations ?? []),
  ].filter((id) => typeof id === "string");
  const what = kind === "users" ? "people" : "channels";
  return {
    ...head,
    kind: "select",
    multiple: type.startsWith("multi_"),
    options: kind === "users" ? peopleChoices(cast) : channelChoices(cast),
    initial,
    placeholder: given.placeholder ? plainText(given.placeholder, cast.words) : `Select ${what}`,
    max: given.max_selected_items ?? null,
  };
}

function peopleChoices({ people }: Cast): Choice[] {
  return people.map((person) => toChoice(person.id, person.name, `@${person.handle}`));
}

function channelChoices({ channels }: Cast): Choice[] {
  return channels.map((channel) => toChoice(channel.id, `#${channel.name}`, ""));
}

function toChoice(value: string, text: string, description: string): Choice {
  return { value, text, html: escapeHtml(text), description, group: "", url: null };
}
