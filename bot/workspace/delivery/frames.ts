import type { World } from "../model/world.ts";
import type { Carrying } from "./carrier.ts";

/** What Slack says over a socket (docs.slack.dev/apis/events-api/using-socket-mode). */

export type DisconnectReason = "warning" | "refresh_requested" | "link_disabled";

export function helloFrame(world: World, connections: number): object {
  return {
    type: "hello",
    num_connections: connections,
    debug_info: { host: "local", build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: world.app.id },
  };
}

/** `too_many_websockets` is not documented, and what the eleventh socket gets. */
export function disconnectFrame(reason: DisconnectReason | "too_many_websockets"): object {
  return { type: "disconnect", reason, debug_info: { host: "local" } };
}

export function envelopeFrame(id: string, { outgoing, attempt }: Carrying): object {
  const { type, payload, takesAnswer } = outgoing;
  const retry = { retry_attempt: attempt.retry, retry_reason: attempt.reason };
  return {
    envelope_id: id,
    payload,
    type,
    accepts_response_payload: takesAnswer,
    ...(type === "events_api" ? retry : {}),
  };
}

/** An Events API payload that has no `event`. */
export function rateLimitedFrame(world: World, token: string): object {
  const payload = {
    token,
    type: "app_rate_limited",
    team_id: world.team.id,
    minute_rate_limited: Math.floor(world.clock.nowMs() / 1_000),
    api_app_id: world.app.id,
  };
  return { envelope_id: world.ids.uuid(), type: "events_api", accepts_response_payload: false, payload };
}
