import type { SpoolUse } from "./shop-spool.ts";

/** What `/healthz` says. */
export interface Health {
  /** Whether visitors can buy: not so when the disk is full, or the last three orders all failed. */
  readonly ok: boolean;
  readonly disk: SpoolUse;
  /** Over the last ten seconds. */
  readonly ordersPerSecond: number;
  readonly errorsPerSecond: number;
}

const windowMs = 10_000;
const fullPercent = 95;
const badInARow = 3;

/** Remembers ten seconds of orders, and these come one after the other: some thousands at most. */
export interface Tally {
  count(isGood: boolean): void;
  health(disk: SpoolUse): Health;
}

export function openTally(): Tally {
  const good: number[] = [];
  const bad: number[] = [];
  let failedInARow = 0;
  const perSecond = (times: number[]): number => {
    const fromMs = performance.now() - windowMs;
    while ((times[0] ?? Infinity) < fromMs) times.shift();
    return Math.round((10 * times.length) / (windowMs / 1_000)) / 10;
  };
  return {
    count: (isGood) => {
      const times = isGood ? good : bad;
      times.push(performance.now());
      perSecond(times);
      failedInARow = isGood ? 0 : failedInARow + 1;
    },
    health: (disk) => ({
      ok: disk.percent < fullPercent && failedInARow < badInARow,
      disk,
      ordersPerSecond: perSecond(good),
      errorsPerSecond: perSecond(bad),
    }),
  };
}
