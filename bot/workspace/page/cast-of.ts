import type { Member, Snapshot } from "../contract.ts";
import type { Person } from "./model.ts";
import type { Cast } from "./render/cast.ts";

/** The names that blocks and texts of this snapshot may speak of. */
export function castOf(
  { members, channels, groups }: Snapshot,
  emoji: (name: string) => string | undefined,
  hosts: readonly string[],
): Cast {
  const users = new Map(members.map(({ id, realName, name }) => [id, realName || name]));
  const rooms = channels.filter(({ kind }) => kind === "channel").map(({ id, name }) => ({ id, name }));
  const roomNames = new Map(rooms.map(({ id, name }) => [id, name]));
  const handles = new Map(groups.map(({ id, handle }) => [id, handle]));
  return {
    words: {
      user: (id) => users.get(id),
      channel: (id) => roomNames.get(id),
      group: (id) => handles.get(id),
      emoji,
    },
    people: members.filter(({ kind }) => kind !== "deactivated").map(personOf),
    channels: rooms,
    hosts,
    key: JSON.stringify([
      members.map(({ id, realName, name, kind }) => [id, realName, name, kind]),
      rooms,
      [...handles],
    ]),
  };
}

export function personOf({ id, realName, name, title, kind }: Member): Person {
  return { id, name: realName || name, handle: name, title, kind };
}
