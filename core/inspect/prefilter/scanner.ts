/** Looks through chunks for the texts of an automaton, in one pass over the bytes. */
export interface Scanner {
  /** The result is used up before the next call: its memory is used again. */
  scan(bytes: Buffer): Scanned;
}

export interface Scanned {
  /** All lines of the chunk, as `linesOf` counts them. */
  readonly lines: number;
  /**
   * The lines that hold a text, in order, one behind the other: begin, end (as `linesOf` has them), how many states follow,
   * and the accepting states that were come to in it, in order, without repeating the last, each with where its text ends.
   */
  readonly words: Uint32Array;
  /** How many of the words count. */
  readonly size: number;
}
