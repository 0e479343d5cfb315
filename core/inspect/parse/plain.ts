import type { Level } from "#core/domain";
import { nearLevel } from "./near-level.ts";
import { leadingTime } from "./time.ts";

/** What a line of text says about itself. */
export interface PlainHead {
  readonly timeMs: number | null;
  readonly level: Level | null;
}

/**
 * The time that a line begins with, and the first level near its begin: a word in capitals, a bracketed
 * one in any case, `level=error`, or `error:` as the first word. What is not sure is null.
 */
export function plainHead(line: string): PlainHead {
  return { timeMs: leadingTime(line), level: nearLevel(line) };
}
