import { isList, isTime, type KeyState, type Memory } from "./memory.ts";

export interface SpikeOptions {
  /** How many times as many hits as in the window before. */
  readonly times: number;
  /** And at least so many. */
  readonly atLeast: number;
  readonly withinMs: number;
}

/** A window is counted in so many parts. */
export const partsOfWindow = 30;

/**
 * Holds where one key is hit `times` times as often as in the window before, as of its latest hit, once it was seen for both windows.
 * `now` and `usual`: hits of this window, and of the one before.
 */
export function spike(wanted: SpikeOptions): Memory {
  return {
    mostKeys: 10_000,
    fresh: () => stateOf(wanted, undefined, new Map()),
    restore: (json) => {
      if (!isList(json)) return undefined;
      const [since, stored] = json;
      const counts = readCounts(stored);
      return Number.isInteger(since) && isTime(since) && counts !== undefined
        ? stateOf(wanted, since, counts)
        : undefined;
    },
  };
}

/** Hits by the number of their part, counted from the epoch. */
type Counts = Map<number, number>;

function stateOf(wanted: SpikeOptions, begin: number | undefined, counts: Counts): KeyState {
  const partMs = Math.max(1, Math.ceil(wanted.withinMs / partsOfWindow));
  let since = begin;
  return {
    take: (_, atMs) => {
      const part = Math.floor(atMs / partMs);
      const latest = Math.max(part, ...counts.keys());
      const [windowFrom, beforeFrom] = [latest - partsOfWindow, latest - 2 * partsOfWindow];
      if (part <= beforeFrom) return undefined;
      since = Math.min(since ?? part, part);
      counts.set(part, (counts.get(part) ?? 0) + 1);
      let [now, usual] = [0, 0];
      for (const [one, count] of counts) {
        if (one > windowFrom) now += count;
        else if (one > beforeFrom) usual += count;
        else counts.delete(one);
      }
      const isSeen = since <= beforeFrom;
      return isSeen && now >= wanted.atLeast && now >= wanted.times * usual ? { now, usual } : undefined;
    },
    copy: () => stateOf(wanted, since, new Map(counts)),
    json: () => (since === undefined ? [] : [since, [...counts]]),
  };
}

function readCounts(json: unknown): Counts | undefined {
  if (!isList(json) || json.length > 2 * partsOfWindow) return undefined;
  const counts: Counts = new Map();
  for (const entry of json) {
    if (!isList(entry)) return undefined;
    const [part, count] = entry;
    if (!isTime(part) || !isTime(count) || count < 1) return undefined;
    counts.set(part, count);
  }
  return counts;
}
