import type { Readable } from "node:stream";

export interface Capture {
  readonly text: string;
  /** Of all that came. */
  readonly bytes: number;
  readonly truncated: boolean;
}

/** Keeps the beginning of a stream, and goes on reading the rest, so that whoever writes is never held up. */
export function captureStream(stream: Readable, mostBytes: number): () => Capture {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let kept = 0;
  stream.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    const room = chunk.subarray(0, mostBytes - kept);
    kept += room.length;
    if (room.length > 0) chunks.push(room);
  });
  // A pipe whose other end is killed may say so: there is nothing to do about it.
  stream.on("error", () => {});
  return () => ({
    text: new TextDecoder().decode(Buffer.concat(chunks), { stream: bytes > kept }),
    bytes,
    truncated: bytes > kept,
  });
}
