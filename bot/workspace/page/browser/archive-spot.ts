/**
 * Where a permalink such as `/archives/C0OPS/p1767225600000100?thread_ts=1767225500.000200` leads: the part of
 * the page's address after `#`, channel, thread and message. Undefined where it is none. For both sides.
 */
export function archiveSpot(link: string): string | undefined {
  const pattern = /^\/archives\/([A-Z0-9]{1,30})(?:\/p(\d{1,12})(\d{6}))?\/?(?:\?|$)/;
  const [, channel, seconds, rest] = pattern.exec(link) ?? [];
  if (channel === undefined) return undefined;
  const thread = /[?&]thread_ts=(\d{1,12}\.\d{6})(?:&|$)/.exec(link)?.[1] ?? "";
  return seconds === undefined ? `#/${channel}` : `#/${channel}/${thread}/${seconds}.${rest}`;
}
