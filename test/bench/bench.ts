import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What a file `NAME.bench.ts` exports; `npm run bench -- NAME` runs it and prints what it measured. */
export type Bench = (context: BenchContext) => Promise<void>;

export interface BenchContext {
  /** What follows the name on the command line. */
  readonly args: readonly string[];
  /** Prints one line of the result. */
  readonly print: (line: string) => void;
}

/** A program to compare with is not on this machine: nothing was measured, and the bench ends with exit 2. */
export class AbsentPeer extends Error {
  override readonly name = "AbsentPeer";
}

/**
 * Path of a program to compare with.
 * @throws AbsentPeer when it is not on PATH.
 */
export function requirePeer(program: string): string {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder: the next one may have it.
    }
  }
  throw new AbsentPeer(`absent peer: ${program} is not on PATH`);
}
