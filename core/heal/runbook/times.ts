import { type Fault, isFault } from "#core/domain";
import { parseDuration } from "#core/expr";
import type { DurationText } from "./ast.ts";

/** Where a runbook says nothing. */
export const otherwise = {
  stepMs: 60_000,
  approveMs: 15 * 60_000,
  everyMs: 5_000,
  withinMs: 60_000,
} as const;

export function msOf(time: DurationText | null | undefined, unsaid: number): number {
  return time === null || time === undefined ? unsaid : Math.round(parseDuration(time.text));
}

/** For a text that was not checked yet: what is wrong with it, where it is no duration, such as `5s1h`. */
export function readMs({ text }: Pick<DurationText, "text">): number | Fault {
  try {
    return Math.round(parseDuration(text));
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return thrown;
  }
}
