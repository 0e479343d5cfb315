import { isJson, type Json, objectsOf, textOf } from "../json.ts";
import { problemLine } from "../limits/check.ts";
import { withIds } from "../limits/ids.ts";
import { viewProblems, viewTooLarge } from "../limits/view.ts";
import type { Trigger } from "../model/triggers.ts";
import { mostStacked, type View } from "../model/views.ts";
import type { World } from "../model/world.ts";
import { viewObject } from "../payload/view.ts";
import { initialState } from "../payload/input-state.ts";
import { jsonArg, needText, textArg } from "./args.ts";
import { botMethod, type Call, type Methods } from "./method.ts";
import { readyImage } from "./ready-image.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

/** docs.slack.dev/reference/methods/views.* */
export const viewMethods: Methods = {
  "views.open": botMethod([], open),
  "views.push": botMethod([], push),
  "views.update": botMethod([], update),
  "views.publish": botMethod([], publish),
};

function open(call: Call): Json {
  const body = readView(call.world, jsonArg(call.args, "view", "invalid_arguments"), "modal");
  const { user } = exchange(call);
  const view = newView(call.world, { user, type: "modal", body, previous: null });
  call.world.views.open(view);
  return { view: viewObject(view, call.world) };
}

/** Onto the modal in which the person did what gave the trigger. */
function push(call: Call): Json {
  const { args, world } = call;
  const body = readView(world, jsonArg(args, "view", "invalid_arguments"), "modal");
  const { user, view: from } = exchange(call);
  const below = world.views.modals(user);
  const top = below.at(-1);
  if (from === null || top === undefined || !below.some(({ id }) => id === from))
    throw new Refusal("not_found");
  const pushed = pushOnto(world, top, body);
  if (pushed === undefined) throw new Refusal("push_limit_reached");
  return { view: viewObject(pushed, world) };
}

function update(call: Call): Json {
  const { args, world } = call;
  const id = textArg(args, "view_id");
  const view =
    id === undefined ? world.views.byExternalId(needText(args, "external_id")) : world.views.get(id);
  const given = jsonArg(args, "view", "invalid_arguments");
  const body = readView(world, given, isJson(given) && given["type"] === "home" ? "home" : "modal", view?.id);
  if (view === undefined || body["type"] !== view.type) throw new Refusal("not_found");
  refuseOldHash(args, view);
  return { view: viewObject(replaceView(world, view, body), world) };
}

function publish(call: Call): Json {
  const { args, world } = call;
  const user = needText(args, "user_id");
  const old = world.views.home(user);
  const body = readView(world, jsonArg(args, "view", "invalid_arguments"), "home", old?.id);
  if (world.people.persona(user) === undefined) throw new Refusal("user_not_found");
  if (!world.manifest.homeTab) throw new Refusal("not_enabled");
  if (old !== undefined) refuseOldHash(args, old);
  const view = old ?? newView(world, { user, type: "home", body, previous: null });
  if (old === undefined) world.views.publish(view);
  return { view: viewObject(old === undefined ? view : replaceView(world, old, body), world) };
}

function exchange({ args, world }: Call): Trigger {
  const trigger = world.triggers.exchange(needText(args, "trigger_id"));
  if (typeof trigger === "string") throw new Refusal(trigger);
  return trigger;
}

function refuseOldHash(args: Json, view: View): void {
  const hash = textArg(args, "hash") ?? "";
  if (hash !== "" && hash !== view.hash) throw new Refusal("hash_conflict");
}

/** Checks a view and gives ids to what has none. `own` is the id of the view that it replaces. @throws Refusal */
export function readView(world: World, view: unknown, type: View["type"], own?: string): Json {
  const problems = viewProblems(view, type, readyImage(world));
  if (problems.length > 0 || !isJson(view)) throw invalidArguments(...problems.map(problemLine));
  if (viewTooLarge(view)) throw new Refusal("view_too_large");
  const external = textOf(view["external_id"]) ?? "";
  const same = external === "" ? undefined : world.views.byExternalId(external);
  if (same !== undefined && same.id !== own) throw new Refusal("duplicate_external_id");
  return { ...view, blocks: withIds(objectsOf(view["blocks"]), world.ids) };
}

function newView(
  world: World,
  of: { user: string; type: View["type"]; body: Json; previous: View | null },
): View {
  const id = world.ids.next("view");
  const { user, type, body, previous } = of;
  return {
    id,
    user,
    type,
    body,
    hash: world.ids.hash(),
    rootId: previous?.rootId ?? id,
    previousId: previous?.id ?? null,
    state: initialState(objectsOf(body["blocks"])),
    errors: {},
  };
}

/** Undefined when three stand on each other already. */
export function pushOnto(world: World, top: View, body: Json): View | undefined {
  if (world.views.modals(top.user).length >= mostStacked) return undefined;
  const view = newView(world, { user: top.user, type: "modal", body, previous: top });
  world.views.push(view);
  return view;
}

/** Inputs that keep block and action id keep what they hold. */
export function replaceView(world: World, view: View, body: Json): View {
  const state = initialState(objectsOf(body["blocks"]), view.state);
  const replaced = { ...view, body, state, hash: world.ids.hash(), errors: {} };
  world.views.replace(replaced);
  return replaced;
}
