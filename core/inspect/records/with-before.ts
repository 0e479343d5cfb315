import type { Chunk } from "../sources/source.ts";
import { type Before, beforeNext } from "./head.ts";

/** Streams of which is known what stands before; the one that was not heard of for longest goes first. */
const mostStreams = 10_000;

/** The same chunks, each with what its first lines may go on with. */
export async function* withBefore(chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk, void> {
  const known = new Map<string, Before>();
  for await (const chunk of chunks) {
    const { stream, bytes, position } = chunk;
    const before = known.get(stream);
    // Worked out before it is given out: whoever releases the chunk gives its memory back.
    const next = beforeNext(bytes, before);
    yield before === undefined ? chunk : { ...chunk, before };
    known.delete(stream);
    if (next === undefined || position === null) continue;
    known.set(stream, next);
    const [oldest] = known.keys();
    if (known.size > mostStreams && oldest !== undefined) known.delete(oldest);
  }
}
