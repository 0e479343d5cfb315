import { Fault } from "#core/domain";
import type { Api } from "../api/api.ts";
import type { MemberChanges } from "../model/people.ts";
import { userObject } from "../payload/user.ts";
import { joined } from "./join.ts";
import { type Acted, raise, type Stage } from "./stage.ts";

/** Changes of the workspace, with the event that tells the app of each, where its manifest subscribes to it. */
type Happening =
  | { readonly type: "user_change"; readonly user: string; readonly changes?: MemberChanges }
  /** Who is in the group from now on. */
  | { readonly type: "subteam_members_changed"; readonly group: string; readonly users: readonly string[] }
  | { readonly type: "member_joined_channel"; readonly user: string; readonly channel: string }
  /** From now on the bot token is worth nothing. */
  | { readonly type: "app_uninstalled" }
  | { readonly type: "tokens_revoked" };

export interface Happenings {
  /** Resolves after the first attempt to tell the app. @throws Fault `missing` for ids that are not there. */
  emit(happening: Happening): Promise<Acted>;
}

export function openHappenings(stage: Stage, api: Api): Happenings {
  const { world } = stage;
  const event_ts = (): string => world.ids.ts();
  return {
    emit: async (happening) => {
      const { type } = happening;
      switch (type) {
        case "user_change": {
          const member = need(world.people.change(happening.user, happening.changes ?? {}), happening.user);
          return raise(stage, { type, user: userObject(member, world), cache_ts: 0, event_ts: event_ts() });
        }
        case "subteam_members_changed":
          return changeGroup(stage, happening.group, happening.users);
        case "member_joined_channel": {
          const member = need(world.people.get(happening.user), happening.user);
          return joined(stage, member, need(world.channels.find(happening.channel), happening.channel));
        }
        case "app_uninstalled":
          api.revoke("account_inactive");
          return raise(stage, { type });
        case "tokens_revoked":
          api.revoke("token_revoked");
          return raise(stage, { type, tokens: { oauth: [], bot: [world.app.botUser] } });
      }
    },
  };
}

/** docs.slack.dev/reference/events/subteam_members_changed */
function changeGroup(stage: Stage, id: string, users: readonly string[]): Promise<Acted> {
  const { world } = stage;
  const group = need(world.people.group(id), id);
  const added = users.filter((user) => !group.users.includes(user));
  const removed = group.users.filter((user) => !users.includes(user));
  world.people.setGroup(id, users);
  const seconds = Math.floor(world.clock.nowMs() / 1_000);
  return raise(stage, {
    type: "subteam_members_changed",
    subteam_id: id,
    team_id: world.team.id,
    date_previous_update: seconds,
    date_update: seconds,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
    event_ts: world.ids.ts(),
  });
}

function need<T>(found: T | undefined, id: string): T {
  if (found === undefined) throw new Fault("missing", `the local Slack knows no ${id}`);
  return found;
}
