import { Fault } from "#core/domain";
import type { Act, ChannelView, InputValues, MessageView, Notice, Snapshot, ViewState } from "../contract.ts";
import type { Channel } from "../model/channels.ts";
import { blocksIn, type Entry, placesOf } from "../payload/input-state.ts";
import { objectsOf } from "../json.ts";
import { act } from "./act.ts";
import { snapshotOf } from "./snapshot.ts";
import { type Acted, type Stage } from "./stage.ts";

/** A message, by itself or its ts. */
type MessageRef = string | Pick<MessageView, "ts">;
/** A view, by itself or its id. */
type ViewRef = string | Pick<ViewState, "id">;

type ClickTarget = ({ readonly message: MessageRef } | { readonly view: ViewRef }) & {
  readonly action: string;
  /** Only needed where two blocks have the same action. */
  readonly block?: string;
  /** Of a select and the like: the value(s) to choose. */
  readonly value?: string | readonly string[];
};

/**
 * One person at their client. Each deed resolves when the app has acknowledged, or failed to. Channels go by
 * id, `#name` or name; `dm` are the direct messages with the app. What could not be done at all, such as a
 * click on a button that is not there, is a Fault `missing` and names what is there.
 */
export interface Person {
  readonly id: string;
  /** All of it, `/fettle help`; in #general unless it says where. */
  command(text: string, channel?: string): Promise<Acted>;
  say(text: string, channel: string, threadTs?: string): Promise<Acted>;
  click(target: ClickTarget): Promise<Acted>;
  /** The view in front, unless it says which. */
  submit(view: ViewRef | undefined, values: InputValues): Promise<Acted>;
  close(view?: ViewRef): Promise<Acted>;
  shortcut(callbackId: string, on?: { readonly channel: string; readonly ts: string }): Promise<Acted>;
  openHome(): Promise<Acted>;
  join(channel: string): Promise<Acted>;
  /** Without replies and what only this person sees. */
  messages(channel: string): readonly MessageView[];
  /** The message and its replies. */
  thread(channel: string, ts: string): readonly MessageView[];
  ephemerals(channel?: string): readonly MessageView[];
  /** The one in front. */
  modal(): ViewState | null;
  home(): ViewState | null;
  notices(): readonly Notice[];
}

/** @throws Fault `missing` */
export function openPerson(stage: Stage, id: string): Person {
  const { world } = stage;
  const look = (): Snapshot => {
    const member = world.people.persona(id);
    if (member === undefined) throw new Fault("missing", `${id} is nobody who can act in the local Slack`);
    return snapshotOf(world, member, stage.courier.connections);
  };
  look();
  const perform = (what: Act): Promise<Acted> => act(stage, id, what);
  const channelOf = (name: string): Channel => {
    const found = name === "dm" ? world.channels.direct(id) : world.channels.find(name);
    if (found === undefined) throw new Fault("missing", `the local Slack has no channel ${name}`);
    return found;
  };
  const inside = (name: string): readonly MessageView[] => messagesOf(look().channels, channelOf(name).id);
  const inFront = (view: ViewRef | undefined): string => {
    if (view !== undefined) return typeof view === "string" ? view : view.id;
    const top = look().modals.at(-1);
    if (top === undefined) throw new Fault("missing", `${id} has no modal open`);
    return top.id;
  };
  return {
    id,
    command: (text, channel = "general") =>
      perform({ kind: "command", channel: channelOf(channel).id, text }),
    say: (text, channel, threadTs) => {
      const thread = threadTs === undefined ? {} : { threadTs };
      return perform({ kind: "message", channel: channelOf(channel).id, text, ...thread });
    },
    click: (target) => perform(clickOf(stage, target)),
    submit: (view, values) => perform({ kind: "submit", view: inFront(view), values }),
    close: (view) => perform({ kind: "close", view: inFront(view) }),
    shortcut: (callbackId, on) => {
      const where = on === undefined ? {} : { channel: channelOf(on.channel).id, ts: on.ts };
      return perform({ kind: "shortcut", callbackId, ...where });
    },
    openHome: () => perform({ kind: "home" }),
    join: (channel) => perform({ kind: "join", channel: channelOf(channel).id }),
    messages: (channel) => inside(channel).filter((one) => one.threadTs === null && !one.ephemeral),
    thread: (channel, ts) =>
      inside(channel).filter((one) => !one.ephemeral && (one.ts === ts || one.threadTs === ts)),
    ephemerals: (channel) => {
      const all =
        channel === undefined ? look().channels.flatMap(({ messages }) => messages) : inside(channel);
      return all.filter(({ ephemeral }) => ephemeral);
    },
    modal: () => look().modals.at(-1) ?? null,
    home: () => look().home,
    notices: () => look().notices,
  };
}

function messagesOf(channels: readonly ChannelView[], id: string): readonly MessageView[] {
  return channels.find((channel) => channel.id === id)?.messages ?? [];
}

/** Finds the block of an action, so that tests need not know the ids of blocks. */
function clickOf({ world }: Stage, target: ClickTarget): Extract<Act, { kind: "click" }> {
  const { action, block, value } = target;
  const chosen: { value?: Exclude<Entry, null> } = value === undefined ? {} : { value };
  const place = (blocks: Parameters<typeof placesOf>[0]): { block: string; action: string } => {
    const places = placesOf(blocks);
    const found = places.find((one) => one.action === action && (block ?? one.block) === one.block);
    if (found !== undefined) return { block: found.block, action };
    const there = places.map((one) => one.action).join(", ") || "none at all";
    throw new Fault("missing", `expected an action ${action} to click, and there is ${there}`);
  };
  if ("view" in target) {
    const id = typeof target.view === "string" ? target.view : target.view.id;
    const view = world.views.get(id);
    if (view === undefined) throw new Fault("missing", `the local Slack shows no view ${id}`);
    return { kind: "click", on: { view: id }, ...place(blocksIn(view.body)), ...chosen };
  }
  const ts = typeof target.message === "string" ? target.message : target.message.ts;
  const message = world.messages.get(ts);
  if (message === undefined) throw new Fault("missing", `the local Slack has no message ${ts}`);
  const on = { message: ts, channel: message.channel };
  return { kind: "click", on, ...place(objectsOf(message.blocks)), ...chosen };
}
