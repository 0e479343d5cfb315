import type { IncomingMessage } from "node:http";

/** Slack takes 4 MB of arguments; nothing here comes near. */
export const mostBodyBytes = 1024 * 1024;

/** The whole body; undefined when it is larger than `maxBytes`, or the connection ended before it did. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request) {
      if (!Buffer.isBuffer(part)) return undefined;
      bytes += part.length;
      if (bytes > maxBytes) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(parts);
}
