/**
 * Text that was written elsewhere, made fit for Slack: names, log lines and what services answer are hostile.
 */

/** Controls, line and paragraph separators, and what turns the direction of text (UAX #9). */
export const unprintable = /[\p{Cc}\u2028\u2029\p{Bidi_Control}]+/gu;
/** The same, but for line ends. */
const unprintableInLines = /[^\P{Cc}\n]+|[\u2028\u2029\p{Bidi_Control}]+/gu;

/**
 * One line of it: what could move a cursor, colour a screen or turn the direction of what follows is taken out, and
 * half a surrogate pair, which the SDK cannot send, becomes U+FFFD.
 */
export function printable(text: string): string {
  return text.toWellFormed().replaceAll(unprintable, " ").trim();
}

/** As `printable`, with its line ends. */
export function printableLines(text: string): string {
  const wellFormed = text.toWellFormed().replaceAll(/\r\n?/g, "\n");
  return wellFormed.replaceAll(unprintableInLines, " ").trim();
}

/**
 * One line for mrkdwn in which `<!channel>` pages nobody and nothing becomes a link
 * (https://docs.slack.dev/messaging/formatting-message-text). Plain text needs only `printable`. `*` and `_` stay:
 * whoever copies a name must get the name.
 */
export function escape(text: string): string {
  return escapeSigns(printable(text));
}

/** As `escape`, but not so long that what stands after it would be cut off. */
export function short(text: string, max = 150): string {
  return cut(escape(text), max);
}

/** As `escape`, with its line ends. */
export function escapeLines(text: string): string {
  return escapeSigns(printableLines(text));
}

/** What somebody wrote, as a quote: whatever it looks like, it cannot pass for a line of Fettle's own. */
export function quoted(text: string): string {
  const lines = escapeLines(text).split("\n");
  return lines.map((line) => `> ${line}`).join("\n");
}

/** A message's mrkdwn as somebody would type it: `<https://a.example|a>` is `a`, `&lt;` is `<`. */
export function readable(mrkdwn: string): string {
  return mrkdwn
    .replaceAll(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, target: string, label?: string) => label ?? target)
    .replaceAll(/&(lt|gt|amp);/g, (_, name: string) => (name === "lt" ? "<" : name === "gt" ? ">" : "&"));
}

function escapeSigns(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** At most `max` UTF-16 units of a text, `…` included where it was cut; never half a sign, nor half an `&lt;`. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = "";
  // One unit more than may be kept, or the last sign could look whole without the half that is missing.
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, max + 1))) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept.replace(/&[a-z]{0,3}$/, "").trimEnd()}…`;
}

/** A moment, shown in the zone of whoever reads it. */
export function when(ms: number, form: "time" | "day" = "time"): string {
  const iso = new Date(ms).toISOString();
  const fallback = `${iso.slice(0, 16).replace("T", " ")} UTC`;
  const tokens = form === "time" ? "{time}" : "{date_short_pretty}, {time}";
  return `<!date^${Math.floor(ms / 1_000)}^${tokens}|${fallback}>`;
}
