/** What a rule wants counted: `count` hits of one key within `withinMs` of event time. */
export interface Frequency {
  readonly count: number;
  readonly withinMs: number;
}

/**
 * Adds the time of one hit to `times` (ascending, changed in place, cut to the latest `count`) and says
 * whether some `count` hits with this one among them lie within the window. Hits may come late: they are
 * looked at together with the latest `count`, as earlier ones are forgotten.
 */
export function addTime(times: number[], atMs: number, { count, withinMs }: Frequency): boolean {
  let at = times.length;
  while (at > 0 && (times[at - 1] ?? 0) > atMs) at--;
  times.splice(at, 0, atMs);
  let holds = false;
  const last = Math.min(at, times.length - count);
  for (let from = Math.max(0, at - count + 1); from <= last && !holds; from++) {
    holds = (times[from + count - 1] ?? Infinity) - (times[from] ?? 0) <= withinMs;
  }
  if (times.length > count) times.shift();
  return holds;
}

/** Stored state is outside data: only what `addTime` could have made is taken back. */
export function isTimes(value: unknown, { count }: Frequency): value is number[] {
  return (
    Array.isArray(value) &&
    value.length <= count &&
    value.every((time: unknown) => typeof time === "number" && Number.isFinite(time)) &&
    value.every((time: number, index) => index === 0 || time >= value[index - 1])
  );
}
