import { pino, type DestinationStream } from "pino";
import { cleanse } from "./cleanse.ts";
import type { Clock } from "./clock.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * Structured log. Messages are static sentences; what varies goes beside them as data. Every string in
 * `data` is redacted and bounded on the way out; a Fault is written as kind and message, a bug with its stack.
 */
export interface Log {
  debug(message: string, data?: LogData): void;
  info(message: string, data?: LogData): void;
  warn(message: string, data?: LogData): void;
  error(message: string, data?: LogData): void;
  /** The same log with `part` on each line. */
  child(part: string): Log;
}

export type LogData = Readonly<Record<string, unknown>>;

export interface LogOptions {
  readonly level: LogLevel;
  readonly clock: Clock;
  readonly redact: (text: string) => string;
  readonly to: DestinationStream;
}

/** JSON lines by pino, one a message: `{"level":"info","time":"…","part":"…",…,"msg":"…"}`. */
export function openLog(options: LogOptions): Log {
  const base = pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date(options.clock.nowMs()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.to,
  );
  const at = (part: string | undefined): Log => {
    const write = (level: LogLevel, message: string, data: LogData = {}): void => {
      if (!base.isLevelEnabled(level)) return;
      const fields = Object.entries(cleanse(data, options.redact)).map(rename);
      base[level]({ ...(part === undefined ? {} : { part }), ...Object.fromEntries(fields) }, message);
    };
    return {
      debug: (message, data) => write("debug", message, data),
      info: (message, data) => write("info", message, data),
      warn: (message, data) => write("warn", message, data),
      error: (message, data) => write("error", message, data),
      child: (name) => at(part === undefined ? name : `${part}.${name}`),
    };
  };
  return at(undefined);
}

const taken: ReadonlySet<string> = new Set(["level", "time", "part", "msg"]);

/** Data must not stand in for what the log itself says: JSON readers take the last of two equal keys. */
function rename([key, value]: [string, unknown]): [string, unknown] {
  return [taken.has(key) ? `${key}_` : key, value];
}
