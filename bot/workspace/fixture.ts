import type { Member, UserGroup } from "./contract.ts";

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

/** The app as it is installed. Its name comes from the manifest. */
export interface AppIds {
  readonly id: string;
  /** User id of its bot, which must be a member. */
  readonly botUser: string;
  readonly botId: string;
}

interface FixtureChannel {
  readonly id: string;
  /** Without `#`. */
  readonly name: string;
  readonly topic?: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  /** Ids of other teams that share it (Slack Connect). */
  readonly sharedWith?: readonly string[];
  /** User ids; the bot is in it only if it is named here. */
  readonly members: readonly string[];
}

/** Who and what is there when the workspace opens. */
export interface Fixture {
  readonly team: Team;
  /** Teams that strangers come from. */
  readonly otherTeams: readonly Team[];
  readonly app: AppIds;
  readonly members: readonly Member[];
  readonly groups: readonly UserGroup[];
  readonly channels: readonly FixtureChannel[];
}

const team: Team = { id: "T0LOCAL", name: "Fettle Local", domain: "fettle-local" };
const other: Team = { id: "T0OTHER", name: "Elsewhere", domain: "elsewhere" };

/** A small team on loopback: one of each kind of person that a bot has to tell apart. */
export const defaultFixture: Fixture = {
  team,
  otherTeams: [other],
  app: { id: "A0FETTLE", botUser: "U0FETTLE", botId: "B0FETTLE" },
  members: [
    member("U0ADA", "ada", "Ada Lovelace", "developer"),
    { ...member("U0GRACE", "grace", "Grace Hopper", "on call"), owner: true },
    member("U0RADIA", "radia", "Radia Perlman", "on call"),
    { ...member("U0GUEST", "gus", "Gus Guest", "guest"), kind: "guest" },
    { ...member("U0SINGLE", "sina", "Sina Single", "guest of one channel"), kind: "single-channel guest" },
    { ...member("U0OUT", "otto", "Otto Outside", "from Elsewhere"), kind: "stranger", team: other.id },
    { ...member("U0GONE", "gone", "Gone Gibson", "has left"), kind: "deactivated" },
    { ...member("U0FETTLE", "fettle", "Fettle", "app"), kind: "bot" },
  ],
  groups: [
    { id: "S0ONCALL", handle: "oncall", name: "On call", users: ["U0GRACE", "U0RADIA"] },
    { id: "S0DEV", handle: "dev", name: "Developers", users: ["U0ADA"] },
  ],
  channels: [
    channel("C0GENERAL", "general", "Everybody", ["U0GUEST", "U0SINGLE", "U0FETTLE"]),
    channel("C0ALERTS", "ops-alerts", "What needs somebody now", ["U0FETTLE"]),
    channel("C0NOTES", "ops-notes", "What may wait", ["U0FETTLE"]),
    // Without the bot, so that chat:write.public makes a difference.
    channel("C0SHOP", "shop", "The shop and its machines", ["U0GUEST"]),
    {
      ...channel("C0PARTNERS", "partners", "Shared with Elsewhere", ["U0OUT", "U0FETTLE"]),
      sharedWith: [other.id],
    },
  ],
};

function member(id: string, name: string, realName: string, title: string): Member {
  return { id, team: team.id, name, realName, title, kind: "member" };
}

function channel(id: string, name: string, topic: string, others: readonly string[]): FixtureChannel {
  return { id, name, topic, members: ["U0ADA", "U0GRACE", "U0RADIA", ...others] };
}
