import type { Labels, LogRecord } from "#core/domain";
import type { Redactor } from "#core/redact";
import type { SourceTraits } from "./line-engine.ts";
import { textOf } from "./sources/lines.ts";
import type { Chunk } from "./sources/source.ts";
import { type Before, headOf } from "./records/head.ts";
import { redactorOfLine } from "./nested-secrets.ts";
import { visibleIn, type Visible } from "./visible.ts";

/** Where a line came from, and what makes it fit to be seen. */
export interface Origin {
  readonly source: string;
  /** What the first lines of the chunk may go on with. */
  readonly before: Before | undefined;
  readonly traits: SourceTraits;
  readonly redactor: Redactor;
}

/** Of all lines of a chunk. */
export function originOf(
  { source, before }: Pick<Chunk, "source" | "before">,
  around: Pick<Origin, "traits" | "redactor">,
): Origin {
  return { source, before, ...around };
}

/** Where a line is; its bytes stay as they are until its chunk is released. */
export interface Place {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** What a line and its values look like to people. */
export interface Shown {
  readonly redactor: Redactor;
  /** Of values out of its text. */
  readonly visible: Visible;
  /** Of values out of its record, which may stand in the line that the record begins with. */
  readonly visibleField: Visible;
}

/**
 * A line that a rule may match. What costs something is worked out once, when it is asked for. A class, because millions
 * of them are made and asked for next to nothing.
 */
export class Line {
  /** In the stream, of its first byte. */
  readonly offset: number;
  readonly #place: Place;
  readonly #origin: Origin;
  #text: string | undefined;
  #record: LogRecord | undefined;
  #shown: Shown | undefined;

  constructor(offset: number, place: Place, origin: Origin) {
    this.offset = offset;
    this.#place = place;
    this.#origin = origin;
  }

  get text(): string {
    return (this.#text ??= textOf(this.#place, this.#place));
  }

  /** What the operator says of the source: the only values here that no line has written. */
  get labels(): Labels {
    return this.#origin.traits.labels;
  }

  /** What was read out of it, raw. A line of a trace has all but its message from the line that its record begins with. */
  get record(): LogRecord {
    return (this.#record ??= this.#read());
  }

  get shown(): Shown {
    return (this.#shown ??= shownOf(this.text, this.#head, this.#origin.redactor));
  }

  #read(): LogRecord {
    const { source, traits } = this.#origin;
    const parse = (text: string): LogRecord => traits.parse(text, source, traits.labels);
    const head = this.#head;
    const own = parse(this.text);
    return head === undefined ? own : { ...parse(head), message: own.message };
  }

  /** The text of the line that the record begins with, where that is another. */
  get #head(): string | undefined {
    const { bytes, start, end } = this.#place;
    const { before } = this.#origin;
    const head = headOf(bytes, { start, end }, before);
    if (head === "before") return before?.head;
    return head.start === start ? undefined : textOf(this.#place, head);
  }
}

function shownOf(text: string, head: string | undefined, of: Redactor): Shown {
  const own = redactorOfLine(text, of);
  if (head === undefined) {
    const visible = visibleIn(text, own);
    return { redactor: own, visible, visibleField: visible };
  }
  // What one of the lines shows to be secret, the other must not tell.
  const redactor = redactorOfLine(head, own);
  return { redactor, visible: visibleIn(text, redactor), visibleField: visibleIn(head, redactor) };
}
