import { type Cut, cutAtLineEnd } from "./cut.ts";
import { maxChunkBytes } from "./source.ts";

/** Whole lines of a stream, at most `maxChunkBytes` of them. */
export interface CutBytes extends Pick<Cut, "cut" | "long"> {
  /** In the stream. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Where one stream has been cut: all that must be known to cut the next of its bytes. */
export interface Cuts {
  /**
   * Chunks of `bytes`, which begin where the last call's ended; what is left over, less than a line, is to be given again
   * with more behind it. `ended`: nothing will follow, and nothing is left.
   */
  of(bytes: Buffer, ended: boolean): Generator<CutBytes, Buffer>;
}

export function newCuts(): Cuts {
  let offset = 0;
  let midLine = false;
  return {
    *of(bytes, ended) {
      let rest = bytes;
      while (rest.length > 0) {
        const block = rest.subarray(0, maxChunkBytes);
        const cut = cutAtLineEnd(block, midLine, ended && block.length === rest.length);
        if (cut.end === 0) break;
        const at = offset;
        offset += cut.end;
        midLine = cut.midLine;
        rest = rest.subarray(cut.end);
        yield { offset: at, bytes: block.subarray(0, cut.end), cut: cut.cut, long: cut.long };
      }
      return rest;
    },
  };
}
