import type { Fixture } from "../fixture.ts";
import type { Changes } from "./changes.ts";

export interface Channel {
  readonly id: string;
  /** Without `#`; for a direct message the id of the person. */
  readonly name: string;
  readonly kind: "public" | "private" | "im";
  readonly topic: string;
  readonly archived: boolean;
  readonly sharedWith: readonly string[];
  readonly members: ReadonlySet<string>;
}

export interface Channels {
  all(): readonly Channel[];
  get(id: string): Channel | undefined;
  /** By id, `#name` or name. */
  find(idOrName: string): Channel | undefined;
  /** The direct messages between the app and a person, opened when first asked for. */
  direct(user: string): Channel;
  join(id: string, user: string): void;
}

export function openChannels(fixture: Fixture, changes: Changes): Channels {
  const channels = new Map<string, Channel>(
    fixture.channels.map((one) => [
      one.id,
      {
        id: one.id,
        name: one.name,
        kind: one.private === true ? "private" : "public",
        topic: one.topic ?? "",
        archived: one.archived === true,
        sharedWith: one.sharedWith ?? [],
        members: new Set(one.members),
      },
    ]),
  );
  const get = (id: string): Channel | undefined => channels.get(id);
  return {
    all: () => [...channels.values()],
    get,
    find: (idOrName) => {
      const name = idOrName.replace(/^#/, "");
      return get(idOrName) ?? [...channels.values()].find((one) => one.kind !== "im" && one.name === name);
    },
    direct: (user) => {
      const id = `D${user.slice(1)}`;
      const known = channels.get(id);
      if (known !== undefined) return known;
      const members = new Set([user, fixture.app.botUser]);
      const opened: Channel = {
        id,
        name: user,
        kind: "im",
        topic: "",
        archived: false,
        sharedWith: [],
        members,
      };
      channels.set(id, opened);
      return opened;
    },
    join: (id, user) => {
      const channel = channels.get(id);
      if (channel === undefined || channel.members.has(user)) return;
      channels.set(id, { ...channel, members: new Set([...channel.members, user]) });
      changes.changed();
    },
  };
}
