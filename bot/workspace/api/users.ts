import type { Json } from "../json.ts";
import { groupObject, userObject } from "../payload/user.ts";
import { flagArg, limitArg, needText } from "./args.ts";
import { botMethod, type Call, type Methods } from "./method.ts";
import { pageOf } from "./pages.ts";
import { Refusal } from "./refusal.ts";

/** docs.slack.dev/reference/methods/users.* and .../usergroups.* */
export const userMethods: Methods = {
  "users.info": botMethod(["users:read"], info),
  "users.list": botMethod(["users:read"], listUsers),
  "usergroups.list": botMethod(["usergroups:read"], listGroups),
  "usergroups.users.list": botMethod(["usergroups:read"], listGroupUsers),
};

function info({ args, world }: Call): Json {
  const member = world.people.get(needText(args, "user"));
  if (member === undefined) throw new Refusal("user_not_found");
  return { user: userObject(member, world) };
}

/** Without a limit Slack tries to give all. */
function listUsers({ args, world }: Call): Json {
  const { items, nextCursor } = pageOf(
    world.people.all(),
    ({ id }) => id,
    args,
    limitArg(args, 1_000, 1_000),
  );
  return {
    members: items.map((member) => userObject(member, world)),
    cache_ts: Math.floor(world.clock.nowMs() / 1_000),
    response_metadata: { next_cursor: nextCursor },
  };
}

function listGroups({ args, world }: Call): Json {
  const withUsers = flagArg(args, "include_users");
  return { usergroups: world.people.groups().map((group) => groupObject(group, world, withUsers)) };
}

function listGroupUsers({ args, world }: Call): Json {
  const group = world.people.group(needText(args, "usergroup"));
  if (group === undefined) throw new Refusal("no_such_subteam");
  return { users: group.users };
}
