import type { Member } from "../contract.ts";
import { isJson, type Json, textOf } from "../json.ts";
import type { Channel } from "../model/channels.ts";
import type { Message } from "../model/messages.ts";
import type { InputState, View } from "../model/views.ts";
import type { World } from "../model/world.ts";
import { nameInPayload } from "./channel.ts";
import { messageObject } from "./message.ts";
import { actor } from "./user.ts";
import { viewObject } from "./view.ts";

/** Interaction payloads (docs.slack.dev/reference/interaction-payloads). */
interface Around {
  readonly world: World;
  readonly token: string;
  readonly member: Member;
}

function common({ world, token, member }: Around): Json {
  return {
    user: actor(member),
    team: { id: world.team.id, domain: world.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: world.app.id,
    token,
  };
}

/** A click in a message. What is ephemeral is named, not sent along. */
export function messageClick(
  around: Around,
  at: { message: Message; channel: Channel; state: InputState; action: Json; responseUrl: string },
): Json {
  const { world, member } = around;
  const { message, channel } = at;
  const thread = message.threadTs === null ? {} : { thread_ts: message.threadTs };
  const isEphemeral = message.ephemeralTo !== null;
  return {
    type: "block_actions",
    ...common(around),
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...thread,
    },
    trigger_id: world.triggers.issue({ user: member.id, view: null }),
    channel: { id: channel.id, name: nameInPayload(channel) },
    ...(isEphemeral ? {} : { message: messageObject(message, world) }),
    state: { values: at.state },
    response_url: at.responseUrl,
    actions: [at.action],
  };
}

/** A click in a modal or the Home tab, where there is no message to answer to. */
export function viewClick(around: Around, view: View, action: Json): Json {
  const { world, member } = around;
  const from = view.type === "modal" ? view.id : null;
  return {
    type: "block_actions",
    ...common(around),
    container: { type: "view", view_id: view.id },
    trigger_id: world.triggers.issue({ user: member.id, view: from }),
    view: viewObject(view, world),
    actions: [action],
  };
}

export function viewSubmission(around: Around, view: View): Json {
  const { world, member } = around;
  return {
    type: "view_submission",
    ...common(around),
    trigger_id: world.triggers.issue({ user: member.id, view: view.id }),
    view: viewObject(view, world),
    response_urls: [],
  };
}

export function viewClosed(around: Around, view: View, isCleared: boolean): Json {
  return {
    type: "view_closed",
    ...common(around),
    view: viewObject(view, around.world),
    is_cleared: isCleared,
  };
}

export function globalShortcut(around: Around, callbackId: string): Json {
  const { world, member } = around;
  return {
    type: "shortcut",
    ...common(around),
    callback_id: callbackId,
    trigger_id: world.triggers.issue({ user: member.id, view: null }),
    action_ts: world.ids.ts(),
  };
}

export function messageShortcut(
  around: Around,
  callbackId: string,
  at: { message: Message; channel: Channel; responseUrl: string },
): Json {
  const { world } = around;
  return {
    ...globalShortcut(around, callbackId),
    type: "message_action",
    message_ts: at.message.ts,
    message: messageObject(at.message, world),
    channel: { id: at.channel.id, name: nameInPayload(at.channel) },
    response_url: at.responseUrl,
  };
}

/** One entry of `actions`: what was clicked, and what it now holds. */
export function actionEntry(
  place: { block: string; action: string; element: Json },
  held: Json,
  ts: string,
): Json {
  const { element } = place;
  const told = ["text", "value", "style", "url", "confirm", "placeholder", "initial_option", "icon"];
  const shown = Object.fromEntries(Object.entries(element).filter(([name]) => told.includes(name)));
  return {
    type: element["type"],
    block_id: place.block,
    action_id: place.action,
    ...(isJson(shown) ? shown : {}),
    ...held,
    action_ts: ts,
  };
}

/** What an interaction is called in the log. */
export function callbackOf(view: View): string {
  return textOf(view.body["callback_id"]) ?? "";
}
