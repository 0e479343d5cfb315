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
