import type { Json } from "../json.ts";
import type { View } from "../model/views.ts";
import type { World } from "../model/world.ts";

/** A view object (docs.slack.dev/reference/interaction-payloads/view-interactions-payload). */
export function viewObject(view: View, world: World): Json {
  const { body } = view;
  return {
    id: view.id,
    team_id: world.team.id,
    type: view.type,
    blocks: body["blocks"],
    private_metadata: body["private_metadata"] ?? "",
    callback_id: body["callback_id"] ?? "",
    state: { values: view.state },
    hash: view.hash,
    title: body["title"] ?? { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: body["clear_on_close"] === true,
    notify_on_close: body["notify_on_close"] === true,
    close: body["close"] ?? null,
    submit: body["submit"] ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: world.app.id,
    external_id: body["external_id"] ?? "",
    app_installed_team_id: world.team.id,
    bot_id: world.app.botId,
  };
}
