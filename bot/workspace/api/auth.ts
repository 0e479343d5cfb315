import { botMethod, type Methods } from "./method.ts";

/** docs.slack.dev/reference/methods/auth.test and .../team.info */
export const authMethods: Methods = {
  "auth.test": botMethod([], ({ world }) => ({
    url: `${world.url}/`,
    team: world.team.name,
    user: world.people.get(world.app.botUser)?.name ?? "",
    team_id: world.team.id,
    user_id: world.app.botUser,
    bot_id: world.app.botId,
    is_enterprise_install: false,
  })),
  "team.info": botMethod(["team:read"], ({ world: { team, url } }) => ({
    team: { id: team.id, name: team.name, domain: team.domain, url: `${url}/`, email_domain: "", icon: {} },
  })),
};
