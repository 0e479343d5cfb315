/** The middle value; of an even number, the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}

/** `median 41 ms (min 39, max 50, n 7)` */
export function summary(values: readonly number[], unit: string): string {
  const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)].map(Math.round);
  return `median ${middle} ${unit} (min ${least}, max ${most}, n ${values.length})`;
}

/** `target < 1000 ms: met` */
export function verdict(value: number, limit: number, unit: string): string {
  return `target < ${limit} ${unit}: ${value < limit ? "met" : "MISSED"}`;
}
