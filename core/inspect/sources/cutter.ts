import { type Cut, cutAtLineEnd } from "./cut.ts";
import { maxChunkBytes, maxLineBytes } from "./source.ts";

export interface CutBytes extends Pick<Cut, "cut" | "long"> {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Turns the bytes of one stream, in pieces of any size, into chunks of whole lines. */
export interface Cutter {
  /** What `piece` completed. It must not be changed afterwards: chunks may share its memory. */
  push(piece: Buffer): Generator<CutBytes, void>;
  /** The rest, when the stream has ended. */
  end(): Generator<CutBytes, void>;
}

/** Holds back at most `maxLineBytes` between calls. */
export function newCutter(): Cutter {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let offset = 0;
  let midLine = false;

  function* give(bytes: Buffer, ended: boolean): Generator<CutBytes, void> {
    let rest = bytes;
    while (rest.length > 0) {
      const block = rest.subarray(0, maxChunkBytes);
      const {
        end,
        cut,
        long,
        midLine: inside,
      } = cutAtLineEnd(block, midLine, ended && block.length === rest.length);
      if (end === 0) break;
      const at = offset;
      offset += end;
      midLine = inside;
      rest = rest.subarray(end);
      yield { offset: at, bytes: block.subarray(0, end), cut, long };
    }
    held = rest.length === 0 ? [] : [rest];
    heldBytes = rest.length;
  }

  return {
    *push(piece) {
      held.push(piece);
      heldBytes += piece.length;
      // A line that trickles in is joined once, when it is complete, not once a piece.
      if (heldBytes <= maxLineBytes && !piece.includes(10)) return;
      yield* give(held.length === 1 ? piece : Buffer.concat(held, heldBytes), false);
    },
    *end() {
      yield* give(Buffer.concat(held, heldBytes), true);
    },
  };
}
