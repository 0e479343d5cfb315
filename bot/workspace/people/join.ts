import type { Member } from "../contract.ts";
import type { Channel } from "../model/channels.ts";
import { isGuest } from "../model/people.ts";
import { type Acted, doneAlone, raise, refused, type Stage } from "./stage.ts";

/** Somebody joins a public channel. The app hears of it where it is in there. */
export function join(stage: Stage, member: Member, channel: Channel): Promise<Acted> {
  if (channel.members.has(member.id)) return Promise.resolve(doneAlone);
  const mayJoin = channel.kind === "public" && !isGuest(member) && member.team === stage.world.team.id;
  if (!mayJoin || channel.archived) return Promise.resolve(refused("You cannot join this channel."));
  return joined(stage, member, channel);
}

/** docs.slack.dev/reference/events/member_joined_channel */
export function joined(stage: Stage, member: Member, channel: Channel): Promise<Acted> {
  const { world } = stage;
  world.channels.join(channel.id, member.id);
  const isThere = world.channels.get(channel.id)?.members.has(world.app.botUser) === true;
  if (!isThere) return Promise.resolve(doneAlone);
  return raise(
    stage,
    {
      type: "member_joined_channel",
      user: member.id,
      channel: channel.id,
      channel_type: channel.kind === "private" ? "G" : "C",
      team: world.team.id,
      event_ts: world.ids.ts(),
    },
    channel.sharedWith.length > 0,
  );
}
