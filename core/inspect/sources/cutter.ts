import { type CutBytes, newCuts } from "./cuts.ts";
import { maxLineBytes } from "./source.ts";

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
  const cuts = newCuts();

  function* give(bytes: Buffer, ended: boolean): Generator<CutBytes, void> {
    const rest = yield* cuts.of(bytes, ended);
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
