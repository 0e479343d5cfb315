/** Where somebody is: what the middle shows, and the thread beside it. */
export type Spot =
  | { readonly kind: "channel"; readonly channel: string; readonly thread: string | null }
  | { readonly kind: "app"; readonly tab: "home" | "messages"; readonly thread: string | null };

/** The part of an address after `#`, such as `/C0OPS/1700000000.000100` or `/app/home`; so the Back button works. */
export function formatSpot(spot: Spot): string {
  const path = spot.kind === "app" ? `#/app/${spot.tab}` : `#/${encodeURIComponent(spot.channel)}`;
  return spot.thread === null ? path : `${path}/${spot.thread}`;
}

/** Undefined for an address that names no spot, as at the first visit. */
export function parseSpot(hash: string): Spot | undefined {
  const [first = "", second = "", third] = hash.replace(/^#\/?/, "").split("/");
  if (first === "app") {
    return { kind: "app", tab: second === "messages" ? "messages" : "home", thread: parseTs(third) };
  }
  if (first === "") return undefined;
  return { kind: "channel", channel: decode(first), thread: parseTs(second) };
}

/** The message that an address asks to see, after channel and thread: `/C0OPS//1700000000.000100`. */
export function parseSought(hash: string): string | null {
  return hash.startsWith("#/app/") ? null : parseTs(hash.split("/")[3]);
}

function parseTs(text: string | undefined): string | null {
  return text !== undefined && /^\d+\.\d+$/.test(text) ? text : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
