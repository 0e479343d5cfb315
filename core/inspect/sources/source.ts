import type { Labels } from "#core/domain";
import type { Before } from "../records/head.ts";

/**
 * A place that log lines come from. What a source guarantees, and all that the engine relies on:
 * - **Order**: chunks of one stream come in the order of their bytes, without gap or overlap; between
 *   streams there is no order.
 * - **At least once**: a chunk whose `position` was not checkpointed comes again after a restart, with
 *   the same stream and offsets, so that an effect named by (source, stream, offset) is had once.
 * - **Whole lines**: a chunk ends at a line end, except where the stream has ended without one or where a
 *   line is longer than `maxLineBytes`: such a line comes in pieces, `cut` says so, and none is dropped.
 * - **Backpressure**: nothing is read ahead beyond one chunk that was not asked for.
 * - **Bad luck**: a file that cannot be read is reported through `onTrouble` and tried again; the
 *   others go on.
 */
export interface Source extends AsyncDisposable {
  /** Unique among the sources; part of each event id and fingerprint. */
  readonly id: string;
  readonly labels: Labels;
  /**
   * Ends when `signal` aborts, or when a finite source (stdin, a scanned file) has given everything.
   * To be called once.
   */
  chunks(signal: AbortSignal): AsyncIterable<Chunk>;
}

export interface Chunk {
  readonly source: string;
  /** One life of one file: it changes when the file is replaced or truncated. */
  readonly stream: string;
  /** Offset in the stream of the first byte. */
  readonly offset: number;
  /**
   * At most 256 KiB; not used again by the source. Empty where only `position` is news: a stream was
   * begun, or is over.
   */
  readonly bytes: Buffer;
  /** What the first lines may go on with; whoever carries chunks adds it (records/with-before.ts). */
  readonly before?: Before;
  /** Tells the source that nobody looks at `bytes` any more: it may use their memory again. Whoever keeps them calls nothing. */
  readonly release?: () => void;
  /** Set when a line in this chunk is a piece of one that was longer than the limit. */
  readonly cut: boolean;
  /** Lines of which the first piece is in this chunk: so many were longer than the limit. 0 unless told. */
  readonly long?: number;
  /**
   * What the source needs to go on after this chunk, as JSON: written in one transaction with the
   * chunk's effects, in the order of the chunks. null: the stream is over, forget its checkpoint.
   * undefined: this source cannot be resumed and keeps no checkpoint.
   */
  readonly position: unknown;
}

/** Longest line that stays in one piece, without its line end. */
export const maxLineBytes = 64 * 1024;
/** Most bytes in a chunk. */
export const maxChunkBytes = 256 * 1024;
