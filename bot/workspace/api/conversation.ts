import { needText } from "./args.ts";
import type { Call } from "./method.ts";
import { Refusal } from "./refusal.ts";
import type { Channel } from "../model/channels.ts";
import type { World } from "../model/world.ts";

/** The channel that `channel` names by its id, where the app may know of it. @throws Refusal `channel_not_found` */
export function channelById({ args, world }: Call): Channel {
  return visible(world.channels.get(needText(args, "channel")), world);
}

/** As chat.postMessage takes it: also by name, or a person's id for the direct messages with them. */
export function channelToPost({ args, world }: Call): Channel {
  const wanted = needText(args, "channel");
  const person = world.people.persona(wanted);
  if (person !== undefined) return world.channels.direct(person.id);
  return visible(world.channels.find(wanted), world);
}

/** A private channel without the app does not exist for it. */
function visible(channel: Channel | undefined, world: World): Channel {
  if (channel === undefined || (channel.kind === "private" && !isIn(channel, world))) {
    throw new Refusal("channel_not_found");
  }
  return channel;
}

export function isIn(channel: Channel, world: World): boolean {
  return channel.members.has(world.app.botUser);
}

/** The scope of `family` (read, history) for this kind of channel. */
export function scopeFor(channel: Channel, family: "read" | "history"): string {
  switch (channel.kind) {
    case "public":
      return `channels:${family}`;
    case "private":
      return `groups:${family}`;
    case "im":
      return `im:${family}`;
  }
}
