import type { Clock } from "#core/runtime";

export interface Seen {
  /** True the first time that a key comes within the hour in which it is remembered. */
  first(key: string): boolean;
}

const keepMs = 60 * 60_000;
const most = 20_000;

/**
 * Remembers what was delivered: Slack sends an event again when its answer was lost (at once, after one minute and
 * after five), and a signed request can be replayed for five minutes. What falls out under a flood of more than
 * `most` is the oldest.
 */
export function openSeen(clock: Clock): Seen {
  const known = new Map<string, number>();
  return {
    first: (key) => {
      const now = clock.monotonicMs();
      for (const [old, atMs] of known) {
        if (now - atMs < keepMs && known.size <= most) break;
        known.delete(old);
      }
      if (known.has(key)) return false;
      known.set(key, now);
      return true;
    },
  };
}
