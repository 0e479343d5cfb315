import { type CutBytes, newCuts } from "./cuts.ts";
import { type Chunk, maxLineBytes } from "./source.ts";

/** Puts bytes at the begin of `into`; gives how many, 0 when there are no more. */
export type Read = (into: Buffer) => Promise<number>;

export type WholeLines = CutBytes & Pick<Chunk, "release">;

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
 * makes no garbage. While its chunks are looked at the next read is under way, and nothing beyond it. Where the memory is
 * shared, other threads can look at it where it is, and all are a little slower.
 */
export async function* readWholeLines(read: Read, isShared = false): AsyncGenerator<WholeLines, void> {
  const free: Block[] = [];
  const blockOf = (): Block => Object.assign(free.pop() ?? newBlock(isShared), { lent: 0, isDone: false });
  const giveBack = (block: Block): void => {
    if (block.isDone && block.lent === 0) free.push(block);
  };
  const lent = (block: Block, part: CutBytes): WholeLines => {
    block.lent += 1;
    const release = (): void => {
      block.lent -= 1;
      giveBack(block);
    };
    return { ...part, release };
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
  const cuts = newCuts();
  for (let ended = false; !ended;) {
    const came = await reading;
    ended = came === 0;
    const start = maxLineBytes - rest.length;
    rest.copy(block.bytes, start);
    const bytes = block.bytes.subarray(start, maxLineBytes + came);
    const next = blockOf();
    if (!ended) reading = begin(next);
    const parts = cuts.of(bytes, ended);
    let part = parts.next();
    for (; part.done !== true; part = parts.next()) yield lent(block, part.value);
    // A copy, because its block may be read into anew before it is looked at.
    rest = Buffer.from(part.value);
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
