/** The address when it leads to the web or to mail, written out by the URL parser; undefined for all else. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed !== null && /^(?:https?|mailto):$/.test(parsed.protocol) ? parsed.href : undefined;
}

/** The source of an image that the page may load: from this server, or written into the block itself. */
export function imageSource(url: string, ownHosts: readonly string[]): string | undefined {
  if (/^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/.test(url)) return url;
  const parsed = URL.parse(url, "http://own.invalid");
  if (parsed === null || ![...ownHosts, "own.invalid"].includes(parsed.host)) return undefined;
  return parsed.protocol === "http:" && parsed.pathname.startsWith("/files/") ? parsed.pathname : undefined;
}
