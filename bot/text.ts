import { unprintable } from "./blocks/index.ts";

/** One JSON document a line that a terminal may show: what JSON lets pass of the unprintable is escaped. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value).replaceAll(unprintable, (run) =>
    run.replaceAll(/[^]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
  return `${text}\n`;
}

/**
 * Cells that a text takes at the most, on any terminal: two for wide signs and emoji, none for combining
 * marks. Terminals disagree about signs that are joined; fewer cells than told do no harm.
 */
export function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) width += segmentWidth(segment);
  return width;
}

/** At most `width` cells of `text`, with `…` where it was cut; never half a sign, and none of a hundred marks. */
export function fit(text: string, width: number): string {
  if (plain.test(text) && text.length <= width) return text;
  let kept = "";
  let used = 0;
  let roomForMore = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const sign = segment.length > longestSign ? "\uFFFD" : segment;
    const next = segmentWidth(sign);
    if (used + next > width) return width < 1 ? "" : `${kept.slice(0, roomForMore)}…`;
    kept += sign;
    used += next;
    if (used < width) roomForMore = kept.length;
  }
  return kept;
}

/** Printable ASCII, by far the most: one cell each, and the tables of Unicode need not be loaded. */
const plain = /^[ -~]*$/;
/** The longest flags and families have less than 40 units; what is longer only piles marks up. */
const longestSign = 40;

/** Unicode's East Asian Wide and Fullwidth blocks, and what is drawn as an emoji (UAX #11). */
const wide =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{1B2FF}\u{1F200}-\u{1F265}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
const nothing = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

function segmentWidth(segment: string): number {
  let width = 0;
  for (const sign of segment) width += wide.test(sign) ? 2 : nothing.test(sign) ? 0 : 1;
  // U+FE0F makes an emoji of a sign that is none by itself.
  return segment.includes("\uFE0F") ? Math.max(2, width) : width;
}
