/**
 * Fills Slack's date tokens, such as `{date_short_pretty} at {time}`, for the reader's zone and language:
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting. Unknown tokens stay.
 */
export function localDate(format: string, at: Date, now: Date): string {
  return format.replace(/\{([a-z_]+)\}/g, (whole, token: string) => fill(token, at, now) ?? whole);
}

const dates: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

function fill(token: string, at: Date, now: Date): string | undefined {
  if (token === "date_num") return isoDay(at);
  if (token === "date_slash") return at.toLocaleDateString();
  if (token === "ago") return ago(at, now);
  const pretty = token.endsWith("_pretty") ? prettyDay(at, now) : undefined;
  const options = dates[token.replace(/_pretty$/, "")];
  return (
    pretty ?? (options === undefined ? undefined : new Intl.DateTimeFormat(undefined, options).format(at))
  );
}

/** "today", "yesterday" or "tomorrow"; undefined for other days. */
function prettyDay(at: Date, now: Date): string | undefined {
  const days = daysBetween(now, at);
  if (Math.abs(days) > 1) return undefined;
  return relative.format(days, "day");
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export function ago(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  if (Math.abs(seconds) < 60) return relative.format(Math.trunc(seconds), "second");
  if (Math.abs(seconds) < 3_600) return relative.format(Math.trunc(seconds / 60), "minute");
  if (Math.abs(seconds) < 86_400) return relative.format(Math.trunc(seconds / 3_600), "hour");
  return relative.format(Math.trunc(seconds / 86_400), "day");
}

/** Whole days by the calendar of the reader's zone. */
export function daysBetween(from: Date, to: Date): number {
  const day = (at: Date): number => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000;
  return day(to) - day(from);
}

/** YYYY-MM-DD in the reader's zone. */
export function isoDay(at: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
