import type { Member } from "../contract.ts";
import type { Channel } from "../model/channels.ts";
import type { Message } from "../model/messages.ts";
import { isGuest } from "../model/people.ts";
import type { World } from "../model/world.ts";

/** What a person can see: the channels that they are in, and for members of the team the public ones. */
export function visibleChannels(world: World, member: Member): readonly Channel[] {
  return world.channels.all().filter((channel) => canSee(member, channel, world));
}

function canSee(member: Member, channel: Channel, world: World): boolean {
  if (channel.members.has(member.id)) return true;
  return channel.kind === "public" && !isGuest(member) && member.team === world.team.id;
}

export function visibleMessages(world: World, member: Member, channel: Channel): readonly Message[] {
  if (!canSee(member, channel, world)) return [];
  return world.messages.in(channel.id).filter((one) => seenBy(one, member));
}

export function visibleMessage(
  world: World,
  member: Member,
  channel: Channel,
  ts: string,
): Message | undefined {
  const message = world.messages.get(ts);
  if (message === undefined || message.channel !== channel.id || !canSee(member, channel, world))
    return undefined;
  return seenBy(message, member) ? message : undefined;
}

function seenBy({ ephemeralTo }: Message, { id }: Member): boolean {
  return ephemeralTo === null || ephemeralTo === id;
}
