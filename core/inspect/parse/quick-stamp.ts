const [zero, nine] = [48, 57];
const [dash, colon, point, comma, space, plus] = [45, 58, 46, 44, 32, 43];
const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a stamp may end before the character at `at`. */
export type Ends = (text: string, at: number) => boolean;

/**
 * A stamp `2026-01-02T03:04:05.678Z` or `…+01:00` that stands at `from`, in ms since the epoch, without a regular expression;
 * undefined for every other form, and for what is no time: time.ts knows more.
 */
export function quickStamp(text: string, from: number, ends: Ends): number | undefined {
  const year = digits(text, from, 4);
  const [month, day] = [digits(text, from + 5, 2), digits(text, from + 8, 2)];
  const [hour, minute, second] = [
    digits(text, from + 11, 2),
    digits(text, from + 14, 2),
    digits(text, from + 17, 2),
  ];
  if (!hasMarks(text, from) || !isTime(hour, minute, second) || !isDay(year, month, day)) return undefined;
  let at = from + 19;
  let fractionMs = 0;
  const mark = text.charCodeAt(at);
  if (mark === point || mark === comma) {
    let scale = 100;
    const first = at + 1;
    for (at = first; isDigit(text.charCodeAt(at)); at++) {
      fractionMs += (text.charCodeAt(at) - zero) * Math.floor(scale);
      scale /= 10;
    }
    if (at === first || at - first > 9) return undefined;
  }
  const zone = zoneAt(text, at);
  if (zone === undefined || !ends(text, zone.end)) return undefined;
  return dayMs(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1_000 + fractionMs - zone.offsetMs;
}

/** -1 where one of them is none. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return -1;
    value = value * 10 + code - zero;
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

function hasMarks(text: string, from: number): boolean {
  const between = text.charCodeAt(from + 10);
  return (
    text.charCodeAt(from + 4) === dash &&
    text.charCodeAt(from + 7) === dash &&
    (between === 84 || between === space) &&
    text.charCodeAt(from + 13) === colon &&
    text.charCodeAt(from + 16) === colon
  );
}

function isTime(hour: number, minute: number, second: number): boolean {
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
}

/** The 29th of February is looked up elsewhere. */
function isDay(year: number, month: number, day: number): boolean {
  return (
    year >= 1_000 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= (daysOf[month - 1] ?? 0) &&
    !(month === 2 && day === 29)
  );
}

const utc = { offsetMs: 0 };

/** `Z`, `+01:00`, or none, which is UTC. A zone behind a blank is looked at elsewhere. */
function zoneAt(text: string, at: number): { readonly offsetMs: number; readonly end: number } | undefined {
  const sign = text.charCodeAt(at);
  if (sign === 90) return { ...utc, end: at + 1 };
  if (sign === space && "ZzUG+-".includes(text.charAt(at + 1))) return undefined;
  if (sign !== plus && sign !== dash) return { ...utc, end: at };
  const [hours, minutes] = [digits(text, at + 1, 2), digits(text, at + 4, 2)];
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || text.charCodeAt(at + 3) !== colon)
    return undefined;
  return { offsetMs: (sign === plus ? 1 : -1) * (hours * 60 + minutes) * 60_000, end: at + 6 };
}

const last = { day: 0, ms: 0 };

/** Lines of one day come together. */
function dayMs(year: number, month: number, day: number): number {
  const key = (year * 100 + month) * 100 + day;
  if (key !== last.day) Object.assign(last, { day: key, ms: Date.UTC(year, month - 1, day) });
  return last.ms;
}
