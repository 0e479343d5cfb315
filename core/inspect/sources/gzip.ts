import { constants, gunzipSync } from "node:zlib";
import { headBytesMax } from "./position.ts";

/** Bytes of a compressed file that hold more than the first KiB of the plain one, but for what nobody writes into logs. */
export const gzipBegin = 2 * 1024;
/** Of so few bytes a hostile file cannot make more (deflate's limit is 1,032 times). */
const mostPlain = 4 * 1024 * 1024;

/** Whether bytes begin as those of gzip do (RFC 1952, 2.3.1). */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What the plain file begins with, as far as these bytes tell; empty where they are damaged. */
export function plainBegin(bytes: Buffer): Buffer {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostPlain };
    return gunzipSync(bytes, options).subarray(0, headBytesMax);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown) return Buffer.alloc(0);
    throw thrown;
  }
}
