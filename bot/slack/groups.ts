import { Fault, isFault } from "#core/domain";
import type { Clock } from "#core/runtime";
import { z } from "zod";
import type { SlackApi } from "./api.ts";

/** `people.groups` of fettle.yml, as far as Slack is concerned. */
export type GroupSettings = Readonly<
  Record<string, { readonly slackGroup?: string | undefined; readonly users?: readonly string[] | undefined }>
>;

export interface Groups {
  /**
   * The groups that a member of this team is in, through Slack's user groups and by their bare id. If one cannot
   * be looked up none is told: a policy may forbid by group. @throws Fault `unavailable`.
   */
  of(team: string, user: string): Promise<string[]>;
  /** Actor ids of a group's people; undefined for an unknown group, and where they cannot be looked up. */
  members(group: string, team: string): Promise<string[] | undefined>;
  /** mrkdwn that calls a group's people; empty where Slack knows none of them. */
  mention(group: string): string;
  forget(slackGroup: string): void;
}

const freshMs = 5 * 60_000;
const mentionedMost = 20;

const answerShape = z.looseObject({ users: z.array(z.string()) });

export function openGroups({
  api,
  clock,
  settings,
}: {
  readonly api: SlackApi;
  readonly clock: Clock;
  readonly settings: () => GroupSettings;
}): Groups {
  const known = new Map<string, { readonly users: Promise<readonly string[]>; readonly atMs: number }>();

  async function ask(usergroup: string): Promise<readonly string[]> {
    const answer = await api.call("usergroups.users.list", (client) =>
      client.usergroups.users.list({ usergroup }),
    );
    const read = answerShape.safeParse(answer);
    if (read.success) return read.data.users;
    throw new Fault("unavailable", "Slack does not tell who is in its user groups");
  }

  function usersOf(slackGroup: string): Promise<readonly string[]> {
    const now = clock.monotonicMs();
    const before = known.get(slackGroup);
    if (before !== undefined && now - before.atMs < freshMs) return before.users;
    const entry = { users: ask(slackGroup), atMs: now };
    known.set(slackGroup, entry);
    entry.users.catch(() => {
      if (known.get(slackGroup) === entry) known.delete(slackGroup);
    });
    return entry.users;
  }

  return {
    of: async (team, user) => {
      const isIn = Object.entries(settings()).map(async ([name, { slackGroup, users = [] }]) => {
        if (users.includes(user) || users.includes(`slack:${team}/${user}`)) return [name];
        return slackGroup !== undefined && (await usersOf(slackGroup)).includes(user) ? [name] : [];
      });
      return (await Promise.all(isIn)).flat();
    },
    members: async (group, team) => {
      const setting = Object.hasOwn(settings(), group) ? settings()[group] : undefined;
      if (setting === undefined) return undefined;
      const { slackGroup, users = [] } = setting;
      const named = users.map((user) => (user.includes(":") ? user : `slack:${team}/${user}`));
      if (slackGroup === undefined) return named;
      try {
        return [...named, ...(await usersOf(slackGroup)).map((user) => `slack:${team}/${user}`)];
      } catch (thrown) {
        if (!isFault(thrown)) throw thrown;
        return undefined;
      }
    },
    mention: (group) => {
      const setting = Object.hasOwn(settings(), group) ? settings()[group] : undefined;
      if (setting?.slackGroup !== undefined) return `<!subteam^${setting.slackGroup}>`;
      const users = (setting?.users ?? []).flatMap(
        (user) => /^(?:slack:[^/]+\/)?([UW][A-Z0-9]+)$/.exec(user)?.[1] ?? [],
      );
      return users
        .slice(0, mentionedMost)
        .map((user) => `<@${user}>`)
        .join(" ");
    },
    forget: (slackGroup) => known.delete(slackGroup),
  };
}
