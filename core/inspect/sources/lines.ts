import { type Chunk, maxLineBytes } from "./source.ts";

/** Where a line stands in its chunk: `bytes.subarray(start, end)`, without its line end. */
export interface Line {
  /** Offset in the stream of its first byte: with source and stream, the line's name. */
  readonly offset: number;
  readonly start: number;
  readonly end: number;
}

const newline = 10;
const carriageReturn = 13;

/**
 * The lines of a chunk in order, without `\n` or `\r\n`; a last line needs no line end. A line longer
 * than `maxLineBytes` comes in the pieces that every source cuts it into. Any byte is allowed.
 */
export function* linesOf(chunk: Pick<Chunk, "bytes" | "offset">): Generator<Line, void> {
  const { bytes, offset } = chunk;
  const size = bytes.length;
  let start = 0;
  while (start < size) {
    const found = bytes.indexOf(newline, start);
    let end = found === -1 ? size : found;
    for (; end - start > maxLineBytes; start += maxLineBytes) {
      yield { offset: offset + start, start, end: start + maxLineBytes };
    }
    const next = end + 1;
    if (found !== -1 && end > start && bytes[end - 1] === carriageReturn) end--;
    yield { offset: offset + start, start, end };
    start = next;
  }
}

/** The line as text; what is no UTF-8 becomes U+FFFD. */
export function textOf(chunk: Pick<Chunk, "bytes">, line: Pick<Line, "start" | "end">): string {
  return chunk.bytes.toString("utf8", line.start, line.end);
}
