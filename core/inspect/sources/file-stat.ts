import type { BigIntStats } from "node:fs";
import type { FileKey } from "./position.ts";

/** What this folder needs to know of a file; inodes and times do not fit a double. */
export interface FileStat extends FileKey {
  readonly regular: boolean;
  readonly size: number;
  /** Moves on with each change of content, links or rights; no tool can set it back. */
  readonly changed: bigint;
  /** When the inode was made, in ns; where the file system does not know, something that is not the same twice. */
  readonly birth: string;
  /** No name leads to it any more. */
  readonly deleted: boolean;
}

export function fileStat(stats: BigIntStats): FileStat {
  return {
    dev: stats.dev.toString(),
    ino: stats.ino.toString(),
    regular: stats.isFile(),
    size: Number(stats.size),
    changed: stats.ctimeNs,
    birth: (stats.birthtimeNs > 0n ? stats.birthtimeNs : stats.ctimeNs).toString(),
    deleted: stats.nlink === 0n,
  };
}

export function keyText(key: FileKey): string {
  return `${key.dev}:${key.ino}`;
}
