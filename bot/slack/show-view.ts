import type { ModalView } from "@slack/types";
import type { Gesture } from "../../handlers/index.ts";
import type { SlackApi } from "./api.ts";

/** Opens a modal with a gesture's trigger, over the one that it was made in; the id of what is shown. */
export async function showView(
  api: SlackApi,
  { trigger, over }: { readonly trigger: string; readonly over: Gesture["view"] },
  view: ModalView,
): Promise<string | undefined> {
  const shown = { trigger_id: trigger, view };
  // Nobody wants to see a modal twice.
  const once = { repeatable: false };
  const opened = await (over?.type === "modal"
    ? api.call("views.push", (client) => client.views.push(shown), once)
    : api.call("views.open", (client) => client.views.open(shown), once));
  return opened.view?.id;
}
