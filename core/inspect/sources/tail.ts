import type { FileHandle } from "node:fs/promises";
import { type Cut, cutAtLineEnd } from "./cut.ts";
import { fileStat, type FileStat } from "./file-stat.ts";
import { gzipBegin, isGzip } from "./gzip.ts";
import { type FileKey, type FilePosition, fitsHead, type Head, headBytesMax, headOf } from "./position.ts";
import { maxChunkBytes } from "./source.ts";

/** One life of one file, and how far it has been read. */
export interface Tail {
  readonly stream: string;
  /** Where it was first seen. */
  readonly path: string;
  readonly birth: string;
  readonly generation: number;
  key: FileKey;
  /** The name that leads to it now; null when none is known. */
  at: string | null;
  offset: number;
  midLine: boolean;
  head: Head;
  /** The file as it was when nothing more could be given; undefined: there may be more. */
  seen: FileStat | undefined;
  /** When it last changed, and since when the globs do not match it; monotonic ms. */
  changedMs: number;
  absentMs: number | undefined;
  nextPollMs: number;
}

export type Step =
  | ({ readonly kind: "chunk"; readonly offset: number; readonly bytes: Buffer } & Pick<Cut, "cut" | "long">)
  /** Nothing new but, perhaps, an unfinished line. */
  | { readonly kind: "rest"; readonly stat: FileStat; readonly unreadBytes: number }
  /** Compressed: no text for lines. `begin` are its first bytes. */
  | { readonly kind: "compressed"; readonly stat: FileStat; readonly begin: Buffer }
  /** Truncated or rewritten: another life begins. */
  | { readonly kind: "replaced"; readonly stat: FileStat };

export const emptyHead: Head = headOf(Buffer.alloc(0));

/**
 * Gives the next chunk of whole lines, and moves the tail past it. A last line without its end is held
 * back, as its writer may not be done, until `ended` says that it is.
 */
export async function readTail(tail: Tail, handle: FileHandle, ended: boolean): Promise<Step> {
  const stat = fileStat(await handle.stat({ bigint: true }));
  if (stat.size < tail.offset || stat.size < tail.head.bytes) return { kind: "replaced", stat };
  const rest: Step = { kind: "rest", stat, unreadBytes: stat.size - tail.offset };
  if (!ended && tail.seen !== undefined && sameContent(tail.seen, stat)) return rest;

  const bytes = await readAt(handle, tail.offset, Math.min(rest.unreadBytes, maxChunkBytes));
  // Read after the bytes that it vouches for: what is replaced between the two reads is noticed.
  const begin = await readAt(handle, 0, headBytesMax);
  if (isGzip(begin)) {
    tail.seen = stat;
    return { kind: "compressed", stat, begin: await readAt(handle, 0, gzipBegin) };
  }
  const both = begin.subarray(tail.offset, tail.offset + bytes.length);
  if (!fitsHead(tail.head, begin) || !both.equals(bytes.subarray(0, both.length))) {
    return { kind: "replaced", stat };
  }
  if (begin.length > tail.head.bytes) tail.head = headOf(begin);

  const { end, cut, long, midLine } = cutAtLineEnd(
    bytes,
    tail.midLine,
    ended && bytes.length === rest.unreadBytes,
  );
  if (end === 0) {
    tail.seen = stat;
    return rest;
  }
  const { offset } = tail;
  tail.offset += end;
  tail.midLine = midLine;
  tail.seen = undefined;
  return { kind: "chunk", offset, bytes: bytes.subarray(0, end), cut, long };
}

/** Moves a tail that has given nothing yet to where the file's last line begins. */
export async function skipToEnd(tail: Tail, handle: FileHandle): Promise<void> {
  const { size } = fileStat(await handle.stat({ bigint: true }));
  tail.head = headOf(await readAt(handle, 0, headBytesMax));
  const from = Math.max(0, size - maxChunkBytes);
  const lineEnd = (await readAt(handle, from, size - from)).lastIndexOf(10);
  tail.offset = lineEnd === -1 ? from : from + lineEnd + 1;
}

/** What has to be kept to go on from here. */
export function positionOf(tail: Tail): FilePosition {
  const { path, key, birth, generation, offset, midLine, head } = tail;
  return {
    kind: "file",
    path,
    ...key,
    birth,
    generation,
    offset,
    midLine,
    headBytes: head.bytes,
    headHash: head.hash,
  };
}

export function sameContent(a: FileStat, b: FileStat): boolean {
  return a.size === b.size && a.changed === b.changed;
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let size = 0;
  while (size < length) {
    const { bytesRead } = await handle.read(buffer, size, length - size, offset + size);
    if (bytesRead === 0) break;
    size += bytesRead;
  }
  return buffer.subarray(0, size);
}
