import type { Level } from "#core/domain";

/** Every name of a level, in lower case. */
export const levelNames: ReadonlyMap<string, Level> = new Map<string, Level>([
  ["trace", "trace"],
  ["trc", "trace"],
  ["verbose", "trace"],
  ["debug", "debug"],
  ["dbg", "debug"],
  ["info", "info"],
  ["inf", "info"],
  ["information", "info"],
  ["informational", "info"],
  ["notice", "info"],
  ["warn", "warn"],
  ["warning", "warn"],
  ["wrn", "warn"],
  ["error", "error"],
  ["err", "error"],
  ["severe", "error"],
  ["fatal", "fatal"],
  ["ftl", "fatal"],
  ["critical", "fatal"],
  ["crit", "fatal"],
  ["alert", "fatal"],
  ["panic", "fatal"],
  ["dpanic", "fatal"],
  ["emerg", "fatal"],
  ["emergency", "fatal"],
]);

const longestName = Math.max(...[...levelNames.keys()].map((name) => name.length));

/**
 * A level as the field's loggers write it: a name in any case, or a number (or its digits). 0–7 are
 * syslog's severities (RFC 5424; GELF, journald), 10–69 are those of pino and bunyan; as the ranges do
 * not meet, it does not matter which field they stand in. null for anything else.
 */
export function levelOf(value: unknown): Level | null {
  if (typeof value === "number") return byNumber(value);
  if (typeof value !== "string" || value.length > longestName) return null;
  if (/^\d{1,2}$/.test(value)) return byNumber(Number(value));
  return levelNames.get(value) ?? levelNames.get(value.toLowerCase()) ?? null;
}

const syslog: readonly Level[] = ["fatal", "fatal", "fatal", "error", "warn", "info", "info", "debug"];
const tens: readonly Level[] = ["trace", "debug", "info", "warn", "error", "fatal"];

function byNumber(value: number): Level | null {
  if (!Number.isInteger(value)) return null;
  return (value < 10 ? syslog[value] : tens[Math.floor(value / 10) - 1]) ?? null;
}
