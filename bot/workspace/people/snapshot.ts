import type { ChannelView, Member, MessageView, Snapshot, ViewState } from "../contract.ts";
import type { Channel } from "../model/channels.ts";
import type { Message } from "../model/messages.ts";
import type { View } from "../model/views.ts";
import type { World } from "../model/world.ts";
import { fileView } from "../payload/file.ts";
import { viewObject } from "../payload/view.ts";
import { mentions } from "./mentions.ts";
import { visibleChannels, visibleMessages } from "./sight.ts";

const mostMessages = 300;

/** All that one person sees. */
export function snapshotOf(world: World, me: Member, connections: number): Snapshot {
  const { app, manifest, people, views } = world;
  const home = views.home(me.id);
  const [command] = manifest.commands;
  const { command: name = "", description = "", usageHint = "" } = command ?? {};
  return {
    version: world.changes.version,
    nowMs: world.clock.nowMs(),
    me,
    team: { id: world.team.id, name: world.team.name },
    app: { id: app.id, name: manifest.name, botUser: app.botUser, connections },
    members: people.all(),
    groups: people.groups(),
    channels: visibleChannels(world, me).map((channel) => channelView(world, me, channel)),
    home: home === undefined ? null : viewState(world, home),
    modals: views.modals(me.id).map((view) => viewState(world, view)),
    notices: world.notices.of(me.id),
    command: { command: name, description, usageHint },
    shortcuts: manifest.shortcuts,
  };
}

function channelView(world: World, me: Member, channel: Channel): ChannelView {
  return {
    id: channel.id,
    name: channel.kind === "im" ? world.manifest.name : channel.name,
    kind: channel.kind === "im" ? "im" : "channel",
    topic: channel.topic,
    shared: channel.sharedWith.length > 0,
    joined: channel.members.has(me.id),
    messages: visibleMessages(world, me, channel)
      .slice(-mostMessages)
      .map((message) => messageView(world, me, message)),
  };
}

function messageView(world: World, me: Member, message: Message): MessageView {
  const { ts, user, text, blocks, threadTs } = message;
  return {
    ts,
    user,
    text,
    blocks,
    threadTs,
    edited: message.editedTs !== null,
    ephemeral: message.ephemeralTo !== null,
    files: message.files.flatMap((id) => {
      const file = world.files.get(id);
      return file === undefined ? [] : [fileView(file)];
    }),
    mentionsMe: mentions(message, me, world),
  };
}

function viewState(world: World, view: View): ViewState {
  const { id, hash, errors } = view;
  return { id, hash, view: viewObject(view, world), errors };
}
