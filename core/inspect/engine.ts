import type { Labels, Severity } from "#core/domain";
import type { Chunk } from "./sources/source.ts";
import type { Told } from "./memory/memory.ts";

/**
 * Turns lines into hits: cut, match, parse, judge `where` and `when`, redact. It holds no state between
 * chunks, so it may run anywhere and in any number; what counts or remembers comes after it (windows.ts).
 *
 * Guarantees: hits are in the order of their lines, and of the rules within a line; every line is judged
 * by every rule; all text in a hit is redacted; one bad line costs itself, never the chunk.
 */
export interface Engine {
  judge(chunk: Chunk): ChunkVerdict;
}

export interface ChunkVerdict {
  readonly lines: number;
  /** Distinct lines on which at least one rule's `pattern` matched, before `where`. */
  readonly matched: number;
  /** Values of named groups that were not what their type says; each made its `when` false. */
  readonly unconverted: number;
  readonly hits: readonly Hit[];
}

/**
 * One rule's word on one line. What it says beyond rule and offset is worked out of the chunk's bytes when it is asked for:
 * whoever releases the chunk has asked before.
 */
export interface Hit {
  readonly rule: string;
  /** Offset in the stream of the line's first byte. */
  readonly offset: number;
  /** Event time in ms since the epoch; null where the line names none. */
  readonly timeMs: number | null;
  readonly severity: Severity;
  /** The `by` keys with their redacted values. */
  readonly by: Labels;
  /** host, service and the source's own labels, as far as known, redacted. */
  readonly labels: Labels;
  /** The redacted value that its rule looks at; empty where there is none. */
  readonly term: string;
  /** Which of its rule's lines it is: 0 for the one that the rule fires on. */
  readonly leg: number;
  /** Redacted values of the named groups of another line than that; none of the line itself. */
  readonly said: Told;
  /** The rendered alert text, with why the rule's condition holds. Costly, so only asked for when something is about to fire. */
  summary(told?: Told): string;
}
