import { hash } from "node:crypto";
import { z } from "zod";

/** Most bytes from a file's begin that tell it from another. */
export const headBytesMax = 1024;

/** Which file it is, as far as the file system says. A freed inode is soon given again: see `Head`. */
export interface FileKey {
  readonly dev: string;
  readonly ino: string;
}

/** What a file begins with, as far as was seen: `bytes` grows with the file up to `headBytesMax`. */
export interface Head {
  readonly bytes: number;
  readonly hash: string;
}

/** How far one file has been read. */
export type FilePosition = z.infer<typeof filePosition>;

const digits = z.string().regex(/^\d{1,20}$/);
const count = z.int().min(0);

const filePosition = z.object({
  kind: z.literal("file"),
  /** Where it was first seen; elsewhere it has been rotated. */
  path: z.string().min(1),
  dev: digits,
  ino: digits,
  /** When the inode was made: see FileStat. */
  birth: digits,
  /** Counts the truncations since then. */
  generation: count,
  offset: count,
  /** The offset is inside a line that comes in pieces. */
  midLine: z.boolean(),
  headBytes: count.max(headBytesMax),
  headHash: z.string().max(100),
});

/** Says that the files that were there at the source's first start have got their positions. */
const openedPosition = z.object({ kind: z.literal("opened") });

export const openedMark: z.infer<typeof openedPosition> = { kind: "opened" };

const anyPosition = z.discriminatedUnion("kind", [filePosition, openedPosition]);

/** undefined for anything but a document that a file source has written. */
export function parsePosition(document: unknown): z.infer<typeof anyPosition> | undefined {
  const parsed = anyPosition.safeParse(document);
  return parsed.success ? parsed.data : undefined;
}

/** A head over all of `bytes`. */
export function headOf(bytes: Buffer): Head {
  return { bytes: bytes.length, hash: hash("sha256", bytes, "base64url") };
}

/** Whether a file that now begins with `bytes` is the one that `head` was taken from. */
export function fitsHead(head: Head, bytes: Buffer): boolean {
  return bytes.length >= head.bytes && headOf(bytes.subarray(0, head.bytes)).hash === head.hash;
}

/**
 * Names one life of one file. The same for the same life, so that lines read again after a crash have the
 * same names even if no position was kept; `birth` (the inode's creation time) and `generation` keep apart
 * lives that share an inode.
 */
export function streamId(key: FileKey, birth: string, generation: number): string {
  return hash("sha256", [key.dev, key.ino, birth, generation].join("\n"), "base64url").slice(0, 22);
}
