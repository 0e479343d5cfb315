import type { Act, Member } from "../contract.ts";
import type { Channel } from "../model/channels.ts";
import { click } from "./click.ts";
import { close } from "./close.ts";
import { command } from "./command.ts";
import { home } from "./home.ts";
import { join } from "./join.ts";
import { say } from "./say.ts";
import { shortcut } from "./shortcut.ts";
import { type Acted, doneAlone, refused, type Stage } from "./stage.ts";
import { submit } from "./submit.ts";

/** Does what a person does. Nothing here trusts that they could have done it: the page is a door too. */
export async function act(stage: Stage, user: string, what: Act): Promise<Acted> {
  const { world } = stage;
  const member = world.people.persona(user);
  if (member === undefined) return refused("This account cannot do anything here.");
  switch (what.kind) {
    case "message":
      return inChannel(stage, member, what.channel, (channel) => say(stage, member, channel, what));
    case "command":
      return inChannel(stage, member, what.channel, (channel) => command(stage, member, channel, what.text));
    case "click":
      return click(stage, member, what);
    case "submit":
      return submit(stage, member, what.view, what.values);
    case "close":
      return close(stage, member, what.view);
    case "shortcut":
      return shortcut(stage, member, what);
    case "home":
      return home(stage, member);
    case "join": {
      const channel = world.channels.get(what.channel);
      return channel === undefined ? refused("There is no such channel.") : join(stage, member, channel);
    }
    case "dismiss":
      world.notices.dismiss(user, what.notice);
      return doneAlone;
  }
}

/** People write where they are members, and nowhere else. */
async function inChannel(
  { world }: Stage,
  member: Member,
  id: string,
  then: (channel: Channel) => Promise<Acted>,
): Promise<Acted> {
  const channel = world.channels.get(id);
  if (channel === undefined) return refused("There is no such channel.");
  return channel.members.has(member.id) ? then(channel) : refused("You are not in this channel.");
}
