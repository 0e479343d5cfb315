import { access, constants, open, stat } from "node:fs/promises";
import { Fault, type Labels } from "#core/domain";
import { type Chunk, type Source } from "./source.ts";
import { asFault } from "./troubles.ts";
import { readWholeLines } from "./whole-chunks.ts";

export interface ScanSourceOptions {
  readonly id: string;
  readonly labels: Labels;
  /** Files or pipes, read one after the other; each is a stream of its own, named by its path. */
  readonly files: readonly string[];
  /** Whether other threads look at its chunks, too. */
  readonly isShared?: boolean;
  /** Called after each read. `total` is what the files held when they were opened; a pipe adds nothing to it. */
  readonly onProgress?: (progress: { readonly bytes: number; readonly total: number }) => void;
}

/**
 * Reads files to their end, once, as fast as the chunks are taken. It cannot be resumed.
 * @throws Fault `missing`, `denied` or `invalid` (a folder) before anything is read.
 */
export async function openScanSource(options: ScanSourceOptions): Promise<Source> {
  const total = await totalBytes(options.files);
  return {
    id: options.id,
    labels: options.labels,
    async *chunks(signal) {
      let bytes = 0;
      for (const path of options.files) {
        const chunk = { source: options.id, stream: path, position: undefined };
        const handle = await orFault(path, open(path));
        // A stop reads nothing more: the line that was begun is no line.
        const read = async (into: Buffer): Promise<number> =>
          signal.aborted ? 0 : (await handle.read(into, 0, into.length, null)).bytesRead;
        try {
          for await (const part of readWholeLines(read, options.isShared)) {
            if (signal.aborted) return;
            yield { ...chunk, ...part } satisfies Chunk;
            bytes += part.bytes.length;
            options.onProgress?.({ bytes, total });
          }
        } finally {
          await handle.close();
        }
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Looks without opening: a pipe that is opened twice loses its writer. */
async function totalBytes(files: readonly string[]): Promise<number> {
  let total = 0;
  for (const path of files) {
    const stats = await orFault(path, stat(path));
    if (stats.isDirectory())
      throw new Fault("invalid", `${path} cannot be read: expected a file, found a folder`);
    await orFault(path, access(path, constants.R_OK));
    if (stats.isFile()) total += stats.size;
  }
  return total;
}

async function orFault<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asFault(path, error);
  }
}
