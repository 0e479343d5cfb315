import { LineCounter, Scalar } from "yaml";
import type { Place } from "./plain.ts";

/** Line and column, both from 1; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The place at `path`; where there is none, that of the nearest map or list around it. */
export function placeAt(root: Place, path: readonly PropertyKey[]): { place: Place; found: boolean } {
  let place = root;
  for (const key of path) {
    const child = place.children.get(String(key));
    if (child === undefined) return { place, found: false };
    place = child;
  }
  return { place, found: true };
}

/** Where a map's first key stands, which is where something is missing from it. */
export function firstKeyOffset(place: Place): number {
  for (const child of place.children.values()) {
    if (child.keyOffset !== undefined) return child.keyOffset;
  }
  return place.offset;
}

/**
 * Offset in `text` of the character at `index` of a scalar's value. Exact for plain and quoted scalars on
 * one line and for literal blocks (`|`); elsewhere (folded text) the scalar's start.
 */
export function offsetInside(text: string, place: Place, index: number): number {
  const { scalar, offset, end } = place;
  if (scalar === undefined || typeof scalar.value !== "string") return offset;
  const source = text.slice(offset, end);
  if (scalar.type === Scalar.BLOCK_LITERAL) return insideLiteral(text, place, scalar.value.slice(0, index));
  if (source.includes("\n")) return offset;
  if (scalar.type === Scalar.PLAIN) return offset + Math.min(index, source.length);
  if (scalar.type === Scalar.QUOTE_SINGLE) return offset + rawLength(source, index, /''|[^]/y);
  if (scalar.type === Scalar.QUOTE_DOUBLE) return offset + rawLength(source, index, doubleQuoted);
  return offset;
}

const doubleQuoted = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])|[^]/y;

/** How long the opening quote and the source of the first `index` units of the value are. */
function rawLength(source: string, index: number, unit: RegExp): number {
  const units = new RegExp(unit.source, "y");
  units.lastIndex = 1;
  let read = 0;
  while (read < index && units.lastIndex < source.length - 1) {
    const raw = units.exec(source)?.[0] ?? "";
    const astral = raw.startsWith("\\U") && Number.parseInt(raw.slice(2), 16) > 0xff_ff;
    read += astral ? 2 : 1;
  }
  return units.lastIndex;
}

/** A literal block keeps its lines, so the value's line is the end of the source's line. */
function insideLiteral(text: string, place: Place, before: string): number {
  const wholeValue = typeof place.scalar?.value === "string" ? place.scalar.value : "";
  const line = before.split("\n").length - 1;
  const column = before.length - (before.lastIndexOf("\n") + 1);
  const valueLine = wholeValue.split("\n")[line] ?? "";
  let start = text.indexOf("\n", place.offset) + 1;
  for (let skipped = 0; skipped < line; skipped++) start = text.indexOf("\n", start) + 1;
  const lineEnd = text.indexOf("\n", start);
  const sourceLine = text.slice(start, lineEnd === -1 ? undefined : lineEnd).replace(/\r$/, "");
  if (start === 0 || !sourceLine.endsWith(valueLine)) return place.offset;
  return start + sourceLine.length - valueLine.length + column;
}

export function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** `routes[0].match.severity`; names that are no plain words are quoted: `labels["my key"]`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[\w-]+$/.test(String(key))) text += (text === "" ? "" : ".") + String(key);
    else text += `[${JSON.stringify(String(key))}]`;
  }
  return text;
}
