import { type Cut, cutAtLineEnd } from "./cut.ts";
import { type Chunk, maxChunkBytes } from "./source.ts";

/** Puts bytes at the begin of `into`; gives how many, 0 when there are no more. */
export type Read = (into: Buffer) => Promise<number>;

export type WholeLines = Pick<Chunk, "bytes" | "offset" | "release"> & Pick<Cut, "cut">;

/**
 * Chunks of whole lines, read into memory that is used again once a chunk is released: reading a file of any size makes no
 * garbage. While a chunk is looked at the next is read, and nothing beyond it.
 */
export async function* readWholeLines(read: Read): AsyncGenerator<WholeLines, void> {
  const free: Buffer[] = [];
  let offset = 0;
  let midLine = false;
  let ended = false;
  let current: Buffer = Buffer.allocUnsafe(maxChunkBytes);
  let filled = await read(current);
  if (filled === 0) return;
  while (filled > 0) {
    const { end, cut, midLine: inside } = cutAtLineEnd(current.subarray(0, filled), midLine, ended);
    if (end === 0) {
      // No whole line yet, and room for more: a line is cut before it fills a chunk.
      const more = await read(current.subarray(filled));
      ended = more === 0;
      filled += more;
      continue;
    }
    const whole = current;
    current = free.pop() ?? Buffer.allocUnsafe(maxChunkBytes);
    whole.copy(current, 0, end, filled);
    const kept = filled - end;
    const reading = ended ? Promise.resolve(0) : read(current.subarray(kept));
    // It is awaited below; until then nobody would take its fault.
    reading.catch(() => {});
    const release = (): void => void free.push(whole);
    yield { offset, bytes: whole.subarray(0, end), cut, release };
    offset += end;
    midLine = inside;
    const more = await reading;
    ended ||= more === 0;
    filled = kept + more;
  }
}
