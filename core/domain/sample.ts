import type { Labels } from "./labels.ts";

export interface Sample {
  /** ms since the epoch. */
  readonly atMs: number;
  /** NaN stands for a missing value. */
  readonly value: number;
}

/** Samples of one thing in order of time, no two at the same time. */
export interface Series {
  readonly name: string;
  readonly labels: Labels;
  readonly unit: string;
  readonly samples: readonly Sample[];
}

/** Index of the first sample that is not later than the one before it, or -1 when `samples` is in order. */
export function firstDisorder(samples: readonly Sample[]): number {
  for (let i = 1; i < samples.length; i++) {
    const before = samples[i - 1];
    const here = samples[i];
    if (before !== undefined && here !== undefined && !(here.atMs > before.atMs)) return i;
  }
  return -1;
}
