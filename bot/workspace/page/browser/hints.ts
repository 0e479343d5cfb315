import type { PageState } from "../model.ts";

/** Something that can be completed while it is typed. */
export interface Hint {
  readonly insert: string;
  readonly title: string;
  readonly usage: string;
  readonly note: string;
  /** Whether all of it is typed already, so that Enter sends. */
  readonly done: boolean;
}

type Known = Pick<PageState, "command" | "people" | "groups" | "channels">;

const hintsMax = 8;

/** The command after `/`, people after `@`, channels after `#`. Commands do not work in threads, so none there. */
export function hintsFor(text: string, thread: string | null, state: Known): Hint[] {
  if (/^\/\S*(?:\s|$)/.test(text)) return thread === null ? commandHints(text, state) : [];
  const [, sign, begun = ""] = /(?:^|\s)([@#])([\w.-]*)$/.exec(text) ?? [];
  if (sign === undefined) return [];
  const found = sign === "@" ? peopleHints(begun, state) : channelHints(begun, state);
  return found.filter(({ insert }) => insert !== sign + begun).slice(0, hintsMax);
}

function commandHints(text: string, { command }: Known): Hint[] {
  const [typed = ""] = text.split(/\s/, 1);
  const done = typed === command.command;
  if (!command.command.startsWith(typed)) return [];
  return [
    {
      insert: command.command,
      title: command.command,
      usage: command.usageHint,
      note: command.description,
      done,
    },
  ];
}

function peopleHints(begun: string, { people, groups }: Known): Hint[] {
  const known = [
    ...people.filter(({ kind }) => kind !== "deactivated"),
    ...groups.map(({ handle, name }) => ({ handle, name, title: "group" })),
    { handle: "channel", name: "channel", title: "everybody in this channel" },
    { handle: "here", name: "here", title: "whoever is there now" },
  ];
  return known
    .filter(({ handle, name }) => `${handle} ${name}`.toLowerCase().includes(begun.toLowerCase()))
    .map(({ handle, name, title }) => ({
      insert: `@${handle}`,
      title: name,
      usage: `@${handle}`,
      note: title,
      done: false,
    }));
}

function channelHints(begun: string, { channels }: Known): Hint[] {
  return channels
    .filter(({ kind, name }) => kind === "channel" && name.toLowerCase().includes(begun.toLowerCase()))
    .map(({ name, topic }) => ({
      insert: `#${name}`,
      title: `#${name}`,
      usage: "",
      note: topic,
      done: false,
    }));
}
