import type { Desk } from "./desk.ts";
import { spotChannel } from "./open-desk.ts";
import { unreadOf } from "./reading.ts";

/** `(2) #ops-alerts – Fettle Local`: what waits, where we are, whose it is. */
export function titleOf(desk: Desk): string {
  const { state } = desk;
  if (state === undefined) return document.title;
  const waiting = state.channels.reduce((sum, channel) => {
    return sum + unreadOf(channel, desk.reading.upTo(channel.id)).badge;
  }, 0);
  const channel = state.channels.find(({ id }) => id === spotChannel(desk));
  const place = channel?.kind === "channel" ? `#${channel.name}` : state.app.name;
  return `${waiting > 0 ? `(${waiting}) ` : ""}${place} – ${state.team.name}`;
}
