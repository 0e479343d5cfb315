import type { Member, UserGroup } from "../contract.ts";
import type { Fixture } from "../fixture.ts";
import type { Changes } from "./changes.ts";

export interface People {
  all(): readonly Member[];
  get(id: string): Member | undefined;
  /** Somebody who can do something here: no bot, and not deactivated. */
  persona(id: string): Member | undefined;
  byName(name: string): Member | undefined;
  change(id: string, changes: MemberChanges): Member | undefined;
  groups(): readonly UserGroup[];
  group(id: string): UserGroup | undefined;
  setGroup(id: string, users: readonly string[]): void;
}

export type MemberChanges = Partial<Omit<Member, "id">>;

export function openPeople(fixture: Fixture, changes: Changes): People {
  const members = new Map(fixture.members.map((member) => [member.id, member]));
  const groups = new Map(fixture.groups.map((group) => [group.id, group]));
  return {
    all: () => [...members.values()],
    get: (id) => members.get(id),
    persona: (id) => {
      const member = members.get(id);
      return member === undefined || !isPersona(member) ? undefined : member;
    },
    byName: (name) => [...members.values()].find((member) => isCalled(member, name.toLowerCase())),
    change: (id, wanted) => {
      const member = members.get(id);
      if (member === undefined) return undefined;
      const changed = { ...member, ...wanted };
      members.set(id, changed);
      changes.changed();
      return changed;
    },
    groups: () => [...groups.values()],
    group: (id) => groups.get(id),
    setGroup: (id, users) => {
      const group = groups.get(id);
      if (group === undefined) return;
      groups.set(id, { ...group, users });
      changes.changed();
    },
  };
}

export function isPersona({ kind }: Member): boolean {
  return kind !== "bot" && kind !== "deactivated";
}

/** Those whom Slack calls restricted: they see the channels that they are in, and no others. */
export function isGuest({ kind }: Member): boolean {
  return kind === "guest" || kind === "single-channel guest";
}

/** As people write it: in any case, and without the blanks of a name that is shown. */
function isCalled({ name, realName }: Member, wanted: string): boolean {
  return [name, realName.replaceAll(/\s+/g, "")].some((one) => one.toLowerCase() === wanted);
}
