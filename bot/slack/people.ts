import type { Person } from "#core/access";
import { Fault, isFault } from "#core/domain";
import type { Clock } from "#core/runtime";
import type { SlackApi } from "./api.ts";
import { openGroups, type GroupSettings } from "./groups.ts";
import { openProfiles, type Profile } from "./profiles.ts";

export interface PeopleOptions {
  readonly api: SlackApi;
  readonly clock: Clock;
  /** The team that the app is installed in. */
  readonly team: () => string | undefined;
  readonly groups: () => GroupSettings;
}

/** Who somebody in Slack is to Fettle. Everything that cannot be found out just now is a refusal. */
export interface People {
  /**
   * @throws Fault `denied` for whoever is no full, active member of the team that Fettle is installed in; `unavailable`
   * when Slack does not tell who they are.
   */
  identify(who: { readonly team: string; readonly user: string }): Promise<Person>;
  /** How somebody is called, by actor id: their name where Slack knows it, else the id. Never throws a Fault. */
  nameOf(actorId: string): Promise<string>;
  /** How somebody is called in mrkdwn, so that Slack tells them; their name where it cannot. */
  mentionOf(actorId: string): Promise<string>;
  /** How a group is called in mrkdwn, so that Slack tells its people; empty where it cannot. */
  mentionOfGroup(group: string): string;
  /** Names of a group's first twenty people, ids of the others; undefined where they cannot be told. */
  membersOf(group: string): Promise<readonly string[] | undefined>;
  /** Slack says that somebody, or some group, is not as it was. */
  forget(what: { readonly user: string } | { readonly slackGroup: string }): void;
}

export function openPeople({ api, clock, team, groups }: PeopleOptions): People {
  const profiles = openProfiles(api, clock);
  const memberships = openGroups({ api, clock, settings: groups });

  function slackUserOf(actorId: string): string | undefined {
    const [, inTeam, user] = /^slack:([^/]+)\/(.+)$/.exec(actorId) ?? [];
    return inTeam === team() ? user : undefined;
  }

  async function nameOf(actorId: string): Promise<string> {
    const user = slackUserOf(actorId);
    if (user === undefined) return actorId;
    try {
      return (await profiles.read(user)).name;
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      return actorId;
    }
  }

  return {
    identify: async ({ team: claimed, user }) => {
      const installed = team();
      if (installed === undefined)
        throw new Fault("unavailable", "Slack has not told yet which team this is");
      if (claimed !== installed)
        throw new Fault("denied", "Fettle does nothing for people of other workspaces");
      const profile = await profiles.fresh(user);
      expectMember(profile, installed);
      const actor = { kind: "slack", team: installed, user } as const;
      return { actor, groups: await memberships.of(installed, user) };
    },
    nameOf,
    mentionOf: async (actorId) => {
      const user = slackUserOf(actorId);
      return user === undefined ? nameOf(actorId) : `<@${user}>`;
    },
    mentionOfGroup: (group) => memberships.mention(group),
    membersOf: async (group) => {
      const installed = team();
      const users = installed === undefined ? undefined : await memberships.members(group, installed);
      // Each name may be a call of Slack: a large group must not hold up those who click meanwhile.
      if (users === undefined) return undefined;
      const named = await Promise.all(users.slice(0, mostNamed).map(nameOf));
      return [...named, ...users.slice(mostNamed)];
    },
    forget: (what) => {
      if ("user" in what) profiles.forget(what.user);
      else memberships.forget(what.slackGroup);
    },
  };
}

const mostNamed = 20;

/** @throws Fault `denied` for guests, bots, the deactivated, strangers, and whoever is of another team. */
function expectMember(profile: Profile, team: string): void {
  const why = refusalOf(profile, team);
  if (why !== undefined) throw new Fault("denied", `Fettle does nothing for ${why}`);
}

function refusalOf(profile: Profile, team: string): string | undefined {
  if (profile.deleted) return "deactivated accounts";
  if (profile.bot) return "bots";
  if (profile.stranger || profile.team !== team) return "people of other workspaces";
  if (profile.guest) return "guests";
  return undefined;
}
