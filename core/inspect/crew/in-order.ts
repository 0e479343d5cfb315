import type { Judged } from "../batch.ts";
import type { ChunkVerdict, Engine } from "../engine.ts";
import type { Chunk } from "../sources/source.ts";
import type { Crew } from "./crew.ts";

/** Whoever judges chunks, and how many it takes at a time. */
type Judges = Pick<Crew, "judge" | "room">;

/** This thread alone. */
export function alone(engine: Engine): Judges {
  return { room: 1, judge: async (chunk) => engine.judge(chunk) };
}

interface Judging {
  readonly chunk: Chunk;
  readonly verdict: Promise<ChunkVerdict>;
}

/**
 * Chunks with their verdicts, in the order of the chunks, however many are judged at a time. A verdict that is there does
 * not wait for a chunk that is not.
 */
export async function* judgeInOrder(
  chunks: AsyncIterable<Chunk>,
  { judge, room }: Judges,
): AsyncGenerator<Judged, void> {
  const source = chunks[Symbol.asyncIterator]();
  const judging: Judging[] = [];
  try {
    let next: Promise<IteratorResult<Chunk, unknown>> | undefined = source.next();
    while (next !== undefined || judging.length > 0) {
      const [first] = judging;
      const mayTake = next !== undefined && judging.length < room;
      const came = mayTake ? await soonerOf(next, first) : undefined;
      if (came === undefined) {
        judging.shift();
        if (first !== undefined) yield { chunk: first.chunk, verdict: await first.verdict };
      } else if (came.done === true) next = undefined;
      else {
        judging.push(begin(came.value, judge));
        next = source.next();
        next.catch(() => {});
      }
    }
  } finally {
    await source.return?.();
  }
}

/** The next chunk; undefined where the first verdict is there before it. */
async function soonerOf(
  next: Promise<IteratorResult<Chunk, unknown>> | undefined,
  first: Judging | undefined,
): Promise<IteratorResult<Chunk, unknown> | undefined> {
  if (first === undefined) return next;
  return Promise.race([first.verdict.then(() => undefined), next]);
}

function begin(chunk: Chunk, judge: Judges["judge"]): Judging {
  const verdict = judge(chunk);
  // It is awaited in its turn; until then nobody would take its fault.
  verdict.catch(() => {});
  return { chunk, verdict };
}
