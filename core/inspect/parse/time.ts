import { quickStamp } from "./quick-stamp.ts";

/**
 * A time as log fields hold it, in ms since the epoch: RFC 3339 text (a space for the `T` and a comma for
 * the point will do), or epoch seconds, milli-, micro- or nanoseconds told apart by magnitude, as a number
 * or its digits. Without a zone it is UTC. null for anything else, and for numbers before 1973 (durations).
 */
export function timeOf(value: unknown): number | null {
  if (typeof value === "number") return epochTime(value);
  if (typeof value !== "string" || value.length > 40) return null;
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(value)) return epochTime(Number(value));
  return quickStamp(value, 0, endsText) ?? stampTime(wholeStamp.exec(value));
}

function endsText(text: string, at: number): boolean {
  return at === text.length;
}

function endsStamp(text: string, at: number): boolean {
  return at === text.length || "] \t|,;:".includes(text.charAt(at));
}

/** The time that a line of text begins with, perhaps in brackets; null when it does not. */
export function leadingTime(line: string): number | null {
  const at = line.startsWith("[") ? 1 : 0;
  // Spares the lines without a time the regular expression.
  if (line[at + 4] !== "-" || line[at + 7] !== "-") return null;
  return quickStamp(line, at, endsStamp) ?? stampTime(leadingStamp.exec(line.slice(at, at + 48)));
}

const stamp = String.raw`(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?`;
const zone = String.raw`(?: ?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)(?: UTC)?)?`;
const wholeStamp = new RegExp(`^${stamp}${zone}$`);
const leadingStamp = new RegExp(String.raw`^${stamp}${zone}(?=[\]\s|,;:]|$)`);

function stampTime(found: RegExpExecArray | null): number | null {
  if (found === null) return null;
  const [month, day] = [Number(found[2]), Number(found[3])];
  const [hour, minute, second] = [Number(found[4]), Number(found[5]), Number(found[6])];
  // Second 60 is a leap second: the first one of the next minute.
  if (hour > 23 || minute > 59 || second > 60) return null;
  const year = Number(found[1]);
  const dayMs = Date.UTC(year, month - 1, day);
  const date = new Date(dayMs);
  const zoneMs = zoneOffsetMs(found[8] ?? "Z");
  // The first century, as in Go's zero time: Date takes its years for those of the twentieth.
  if (date.getUTCFullYear() !== year) return null;
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || zoneMs === null) return null;
  const fractionMs = Number((found[7] ?? "").slice(0, 3).padEnd(3, "0"));
  return dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs - zoneMs;
}

/** `Z`, `UTC`, `+01`, `+0130`, `+01:30` */
function zoneOffsetMs(text: string): number | null {
  const sign = text[0] === "+" ? 1 : text[0] === "-" ? -1 : 0;
  if (sign === 0) return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = text.length > 3 ? Number(text.slice(-2)) : 0;
  return hours > 23 || minutes > 59 ? null : sign * (hours * 60 + minutes) * 60_000;
}

/** 1e8 s is in 1973, 1e11 s in the year 5138, and 1e11 ms in 1973 again: the ranges do not meet. */
function epochTime(value: number): number | null {
  if (!(value >= 1e8 && value < 1e20)) return null;
  if (value < 1e11) return Math.round(value * 1e3);
  if (value < 1e14) return Math.round(value);
  return Math.round(value < 1e17 ? value / 1e3 : value / 1e6);
}
