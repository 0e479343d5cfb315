import { maxLineBytes } from "./source.ts";

const newline = 10;

/** Where a chunk ends in the bytes that are there, and what it then holds. */
export interface Cut {
  /** Bytes that go into the chunk; 0 when there is no whole line yet. */
  readonly end: number;
  /** A line in the chunk is a piece of a longer one. */
  readonly cut: boolean;
  /** Lines that have turned out to be longer than the limit: each once, where its first piece ends. */
  readonly long: number;
  /** The chunk ends inside a line, so that the next one begins with a piece. */
  readonly midLine: boolean;
}

/**
 * Cuts after the last line end, or where a line has outgrown `maxLineBytes`. A longer line falls into
 * pieces of exactly that many bytes counted from where it begins, so that its pieces have the same
 * offsets however the bytes arrived; only these cuts may fall inside a UTF-8 sequence.
 *
 * `bytes` begins at a line's begin, or with `midLine` at a piece's; `ended`: nothing will follow.
 */
export function cutAtLineEnd(bytes: Buffer, midLine: boolean, ended: boolean): Cut {
  let at = 0;
  let inside = midLine;
  let cut = midLine;
  let long = 0;
  // Jumps from the last line end in reach to the next, so that a chunk of short lines costs few steps.
  while (bytes.length - at > maxLineBytes) {
    const lineEnd = lastLineEnd(bytes, at, at + maxLineBytes);
    if (lineEnd === -1) cut = true;
    if (lineEnd === -1 && !inside) long += 1;
    inside = lineEnd === -1;
    at = inside ? at + maxLineBytes : lineEnd + 1;
  }
  const lineEnd = lastLineEnd(bytes, at, bytes.length - 1);
  if (lineEnd !== -1) {
    at = lineEnd + 1;
    inside = false;
  }
  if (ended) return { end: bytes.length, cut, long, midLine: false };
  return at === 0 ? { end: 0, cut: false, long: 0, midLine } : { end: at, cut, long, midLine: inside };
}

function lastLineEnd(bytes: Buffer, from: number, to: number): number {
  const found = to < from ? -1 : bytes.lastIndexOf(newline, to);
  return found < from ? -1 : found;
}
