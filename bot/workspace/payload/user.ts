import type { Member, UserGroup } from "../contract.ts";
import type { Json } from "../json.ts";
import type { Team } from "../fixture.ts";
import type { World } from "../model/world.ts";

/** A user object as users.info gives it (docs.slack.dev/reference/objects/user-object). */
export function userObject(member: Member, world: World): Json {
  const { kind, owner = false } = member;
  const [first = "", ...rest] = member.realName.split(" ");
  return {
    id: member.id,
    team_id: member.team,
    name: member.name,
    deleted: kind === "deactivated",
    color: "3b7a57",
    real_name: member.realName,
    tz: "Etc/UTC",
    tz_label: "Coordinated Universal Time",
    tz_offset: 0,
    profile: {
      title: member.title,
      real_name: member.realName,
      real_name_normalized: member.realName,
      display_name: member.realName,
      display_name_normalized: member.realName,
      first_name: first,
      last_name: rest.join(" "),
      status_text: "",
      status_emoji: "",
      team: member.team,
      ...(kind === "bot" ? { api_app_id: world.app.id, bot_id: world.app.botId } : {}),
    },
    is_admin: owner,
    is_owner: owner,
    is_primary_owner: owner,
    is_restricted: kind === "guest" || kind === "single-channel guest",
    is_ultra_restricted: kind === "single-channel guest",
    is_bot: kind === "bot",
    is_app_user: false,
    is_email_confirmed: kind !== "bot",
    ...(kind === "stranger" ? { is_stranger: true } : {}),
    updated: Math.floor(world.clock.nowMs() / 1_000),
  };
}

/** How interactions name who did them. */
export function actor(member: Member): Json {
  return { id: member.id, username: member.name, name: member.name, team_id: member.team };
}

export function teamOf(member: Member, world: World): Team {
  return world.otherTeams.find(({ id }) => id === member.team) ?? world.team;
}

export function groupObject(group: UserGroup, world: World, withUsers: boolean): Json {
  return {
    id: group.id,
    team_id: world.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: "",
    handle: group.handle,
    is_external: false,
    date_create: 0,
    date_update: 0,
    date_delete: 0,
    auto_type: null,
    auto_provision: false,
    created_by: world.app.botUser,
    updated_by: world.app.botUser,
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    ...(withUsers ? { users: group.users } : {}),
    user_count: group.users.length,
  };
}
