import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface SpoolUse {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  /** Whole percent, rounded down. */
  readonly percent: number;
}

/** A folder of files with a quota. It is looked at each time: whoever removes files there makes room. */
export interface Spool {
  /** Writes as much as there is room for. @throws OutOfSpace where that is not all. */
  put(name: string, bytes: Buffer): void;
  remove(name: string): void;
  use(): SpoolUse;
}

/** What a full disk says. */
export class OutOfSpace extends Error {
  readonly code = "ENOSPC";
}

export function openSpool(folder: string, quotaBytes: number): Spool {
  const use = (): SpoolUse => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const usedBytes = readdirSync(folder)
      // A file may go between the two looks.
      .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0);
    return { usedBytes, quotaBytes, percent: Math.floor((100 * usedBytes) / quotaBytes) };
  };
  return {
    use,
    put: (name, bytes) => {
      const room = Math.max(0, quotaBytes - use().usedBytes);
      if (room > 0) writeFileSync(join(folder, name), bytes.subarray(0, room), { mode: 0o600 });
      if (room < bytes.length) throw new OutOfSpace("ENOSPC: no space left on device, write");
    },
    remove: (name) => {
      rmSync(join(folder, name), { force: true });
    },
  };
}
