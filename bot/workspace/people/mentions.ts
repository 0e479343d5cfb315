import type { Member } from "../contract.ts";
import { isJson, listOf, textOf } from "../json.ts";
import type { Message } from "../model/messages.ts";
import type { World } from "../model/world.ts";

/**
 * Whether a message calls a person: by name, by a group of theirs, or as one of all in the channel. Plain
 * text and preformatted text call nobody, whatever stands in them.
 */
export function mentions({ text, blocks }: Message, member: Member, world: World): boolean {
  const groups = world.people.groups().filter(({ users }) => users.includes(member.id));
  const called = new Set([member.id, ...groups.map(({ id }) => id)]);
  // Where there are blocks, the text only stands in for them in notifications, and calls as well.
  return calls(text, called) || walk(blocks, called);
}

function walk(value: unknown, called: ReadonlySet<string>, depth = 0): boolean {
  if (depth > 12) return false;
  if (listOf(value).some((one) => walk(one, called, depth + 1))) return true;
  if (!isJson(value)) return false;
  switch (value["type"]) {
    case "mrkdwn":
    case "markdown":
      return calls(textOf(value["text"]) ?? "", called);
    case "user":
      return called.has(textOf(value["user_id"]) ?? "");
    case "usergroup":
      return called.has(textOf(value["usergroup_id"]) ?? "");
    case "broadcast":
      return true;
    default:
      return Object.values(value).some((one) => walk(one, called, depth + 1));
  }
}

function calls(text: string, called: ReadonlySet<string>): boolean {
  const references = text.matchAll(/<(?:@(U\w+)|!subteam\^(S\w+)|!(channel|here|everyone))(?:\|[^>]*)?>/g);
  return [...references].some(([, user, group, everybody]) =>
    everybody === undefined ? called.has(user ?? group ?? "") : true,
  );
}
