import { type Json, textOf } from "../json.ts";
import type { World } from "../model/world.ts";

/**
 * The wrapper of the Events API (docs.slack.dev/apis/events-api#event-payloads). In a channel that teams share
 * `team_id` is the team of whoever did it, and only `context_team_id` is surely the app's own.
 */
export function eventPayload(event: Json, world: World, token: string, shared = false): Json {
  const { team, app, ids, clock } = world;
  return {
    token,
    team_id: (shared ? textOf(event["team"]) : undefined) ?? team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: "event_callback",
    event_id: ids.next("event"),
    event_time: Math.floor(clock.nowMs() / 1_000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: app.botUser,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: shared,
  };
}
