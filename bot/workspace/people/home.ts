import type { Member } from "../contract.ts";
import { viewObject } from "../payload/view.ts";
import { type Acted, raise, refused, type Stage } from "./stage.ts";

/** Somebody opens the app's Home tab (docs.slack.dev/reference/events/app_home_opened). */
export function home(stage: Stage, member: Member): Promise<Acted> {
  const { world } = stage;
  if (!world.manifest.homeTab) return Promise.resolve(refused("This app has no Home tab."));
  const view = world.views.home(member.id);
  return raise(stage, {
    type: "app_home_opened",
    user: member.id,
    channel: world.channels.direct(member.id).id,
    tab: "home",
    ...(view === undefined ? {} : { view: viewObject(view, world) }),
    event_ts: world.ids.ts(),
  });
}
