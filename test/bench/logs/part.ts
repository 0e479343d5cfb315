import type { BenchContext } from "../bench.ts";

/** One row of the table, or some. */
export type Part = (context: PartContext) => Promise<void>;

interface PartContext extends Pick<BenchContext, "print"> {
  /** For whatever it writes; removed at the end. */
  readonly folder: string;
  /** How many lines the big corpora have. */
  readonly lines: number;
}
