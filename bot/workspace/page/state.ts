import type { ChannelView, MessageView, Snapshot } from "../contract.ts";
import { castOf, personOf } from "./cast-of.ts";
import { fileModel, type Files } from "./file-model.ts";
import type { ChannelRow, MessageModel, PageState } from "./model.ts";
import type { Cast } from "./render/cast.ts";
import type { Renderer } from "./render/renderer.ts";
import { viewModel } from "./view-model.ts";

export interface StateOptions {
  readonly snapshot: Snapshot;
  /** The channel whose messages are wanted. */
  readonly channel: string;
  readonly renderer: Renderer & { emoji(name: string): string | undefined };
  readonly files: Files;
  /** By which this server may be called. */
  readonly hosts: readonly string[];
}

/** What one persona's browser draws. Only one channel comes with its messages: the others need but badges. */
export function pageState(options: StateOptions): PageState {
  const { snapshot, renderer } = options;
  const { version, nowMs, team, app, notices, command, shortcuts } = snapshot;
  const cast = castOf(snapshot, (name) => renderer.emoji(name), options.hosts);
  const open = snapshot.channels.find(({ id }) => id === options.channel);
  return {
    version,
    nowMs,
    team,
    app: { ...app, im: appIm(snapshot) },
    me: personOf(snapshot.me),
    people: snapshot.members.map(personOf),
    groups: snapshot.groups.map(({ handle, name }) => ({ handle, name })),
    channels: snapshot.channels.map((channel) => channelRow(channel, snapshot.me.id)),
    open:
      open === undefined
        ? null
        : { id: open.id, messages: open.messages.map((message) => messageModel(message, cast, options)) },
    home: snapshot.home === null ? null : viewModel(snapshot.home, cast, renderer),
    modals: snapshot.modals.map((modal) => viewModel(modal, cast, renderer)),
    notices,
    command,
    shortcuts,
  };
}

/** The conversation with the app: named after it, or the only one there is. */
function appIm({ channels, app, members }: Snapshot): string | null {
  const bot = members.find(({ id }) => id === app.botUser);
  const names = new Set([app.name, bot?.name, bot?.realName, app.botUser]);
  const ims = channels.filter(({ kind }) => kind === "im");
  return (ims.find(({ name }) => names.has(name)) ?? ims[0])?.id ?? null;
}

function channelRow(channel: ChannelView, me: string): ChannelRow {
  const { id, name, kind, topic, shared, joined, messages } = channel;
  const marks = messages
    .filter(({ user }) => user !== me)
    .map(({ ts, mentionsMe, threadTs }) => ({
      ts,
      mention: mentionsMe,
      reply: threadTs !== null && threadTs !== ts,
    }));
  return { id, name, kind, topic, shared, joined, marks };
}

function messageModel(
  message: MessageView,
  cast: Cast,
  { renderer, files: store }: StateOptions,
): MessageModel {
  const { ts, user, text, blocks, threadTs, edited, ephemeral, mentionsMe, files } = message;
  const textPieces = text === "" ? [] : renderer.text(text, cast);
  return {
    ts,
    user,
    threadTs: threadTs === ts ? null : threadTs,
    edited,
    ephemeral,
    mentionsMe,
    pieces: blocks.length > 0 ? renderer.pieces(blocks, cast) : textPieces,
    files: files.map((one) => fileModel(one, store)),
  };
}
