import { openLog, type Log } from "#core/runtime";
import { handClock } from "./hand-clock.ts";

export interface HeardLog {
  readonly log: Log;
  /** Each line that was written, parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** The real log, writing into an array. */
export function hearLog(redact: (text: string) => string = (text) => text): HeardLog {
  const lines: Record<string, unknown>[] = [];
  const log = openLog({
    level: "debug",
    clock: handClock(),
    redact,
    to: {
      write: (line) => {
        const parsed: unknown = JSON.parse(line);
        if (typeof parsed === "object" && parsed !== null) lines.push({ ...parsed });
      },
    },
  });
  return { log, lines };
}
