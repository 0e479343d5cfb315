import { type KeyState, manyKeys, type Memory } from "./memory.ts";
import { addTime, type Frequency, isTimes } from "./times.ts";

/** Holds where one key is hit `count` times within `withinMs`. Remembers the times of the last `count` hits. */
export function frequency(wanted: Frequency): Memory {
  const of = (times: number[]): KeyState => ({
    take: (_, atMs) => (addTime(times, atMs, wanted) ? {} : undefined),
    copy: () => of([...times]),
    json: () => times,
  });
  return {
    mostKeys: manyKeys,
    fresh: () => of([]),
    restore: (json) => (isTimes(json, wanted) ? of(json) : undefined),
  };
}
