import { beginsRecord, continues } from "./continues.ts";

/** Where a line is in its bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What stands before a chunk in its stream, as far as its first lines may go on with it. */
export interface Before {
  /** The line that began the last record. */
  readonly head: string;
  /** The begin of the last line that is not empty. */
  readonly last: string;
}

/** Lines and bytes that are looked back over: a longer trace is not one that anybody reads. */
const mostLines = 200;
const mostBytes = 64 * 1024;
/** Of a line, as much as tells whether it goes on with the one before, or the next with it. */
const enough = 512;

const [newline, carriageReturn] = [10, 13];

/** The line that a record begins with: in the same bytes, or before them; the line itself where it goes on with nothing. */
export function headOf(bytes: Buffer, line: Span, before: Before | undefined): Span | "before" {
  if (beginsRecord(bytes[line.start])) return line;
  let at = line;
  for (let count = 0; count < mostLines && line.start - at.start <= mostBytes; count++) {
    const above = lineAbove(bytes, at.start);
    const last = above === undefined ? before?.last : beginOf(bytes, above);
    if (!continues(beginOf(bytes, at), last)) return at;
    if (above === undefined) return "before";
    at = above;
  }
  return line;
}

/** What stands before the chunk behind these bytes. */
export function beforeNext(bytes: Buffer, before: Before | undefined): Before | undefined {
  const last = lineAbove(bytes, bytes.at(-1) === newline ? bytes.length : bytes.length + 1);
  if (last === undefined) return before;
  const head = headOf(bytes, last, before);
  const text = head === "before" ? (before?.head ?? "") : shortOf(bytes, head);
  return { head: text, last: beginOf(bytes, last) };
}

/** The line that is not empty above the one that begins at `start`: Go sets an empty one between a panic and its trace. */
function lineAbove(bytes: Buffer, start: number): Span | undefined {
  for (let at = start; at > 0;) {
    const end = at - 1;
    const from = end === 0 ? 0 : bytes.lastIndexOf(newline, end - 1) + 1;
    const stop = end > from && bytes[end - 1] === carriageReturn ? end - 1 : end;
    if (stop > from) return { start: from, end: stop };
    at = from;
  }
  return undefined;
}

function beginOf(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString("utf8", start, Math.min(end, start + enough));
}

/** A longer head is shortened where it is kept: its begin says when, where and how bad. */
function shortOf(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString("utf8", start, Math.min(end, start + 8 * enough));
}
