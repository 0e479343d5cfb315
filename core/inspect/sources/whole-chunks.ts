import { type Cut, cutAtLineEnd } from "./cut.ts";
import { type Chunk, maxChunkBytes, maxLineBytes } from "./source.ts";

/** Puts bytes at the begin of `into`; gives how many, 0 when there are no more. */
export type Read = (into: Buffer) => Promise<number>;

export type WholeLines = Pick<Chunk, "bytes" | "offset" | "release"> & Pick<Cut, "cut" | "long">;

/** Bytes of one read: a wait for each chunk would take longer than to judge it. */
const readBytes = 1024 * 1024;

/** Memory for one read, and before it for the begin of a line that the read before it ended in. */
interface Block {
  readonly bytes: Buffer;
  /** Chunks of it that nobody has released yet. */
  lent: number;
  /** Nothing more is cut from it. */
  isDone: boolean;
}

/**
 * Chunks of whole lines, read into memory that is used again once all chunks in it are released: reading a file of any size
 * makes no garbage. Where it is shared, other threads can look at it where it is, and all are a little slower. While its chunks are looked at the next read is under way, and nothing beyond it.
 */
export async function* readWholeLines(read: Read, isShared = false): AsyncGenerator<WholeLines, void> {
  const free: Block[] = [];
  const blockOf = (): Block => Object.assign(free.pop() ?? newBlock(isShared), { lent: 0, isDone: false });
  const giveBack = (block: Block): void => {
    if (block.isDone && block.lent === 0) free.push(block);
  };
  const begin = (block: Block): Promise<number> => {
    const reading = read(block.bytes.subarray(maxLineBytes));
    // It is awaited below; until then nobody would take its fault.
    reading.catch(() => {});
    return reading;
  };

  let block = blockOf();
  let reading = begin(block);
  let rest = Buffer.alloc(0);
  let offset = 0;
  let midLine = false;
  for (let ended = false; !ended;) {
    const came = await reading;
    ended = came === 0;
    const start = maxLineBytes - rest.length;
    rest.copy(block.bytes, start);
    let bytes = block.bytes.subarray(start, maxLineBytes + came);
    const next = blockOf();
    if (!ended) reading = begin(next);
    while (bytes.length > 0) {
      const most = bytes.subarray(0, maxChunkBytes);
      const {
        end,
        cut,
        long,
        midLine: inside,
      } = cutAtLineEnd(most, midLine, ended && most.length === bytes.length);
      if (end === 0) break;
      const lender = block;
      lender.lent += 1;
      const release = (): void => {
        lender.lent -= 1;
        giveBack(lender);
      };
      yield { offset, bytes: bytes.subarray(0, end), cut, long, release };
      offset += end;
      midLine = inside;
      bytes = bytes.subarray(end);
    }
    // A copy, because its block may be read into anew before it is looked at.
    rest = Buffer.from(bytes);
    block.isDone = true;
    giveBack(block);
    block = next;
  }
}

function newBlock(isShared: boolean): Block {
  const size = maxLineBytes + readBytes;
  const bytes = isShared ? Buffer.from(new SharedArrayBuffer(size)) : Buffer.allocUnsafeSlow(size);
  return { bytes, lent: 0, isDone: false };
}
