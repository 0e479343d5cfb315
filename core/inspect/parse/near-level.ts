import type { Level } from "#core/domain";
import { levelNames } from "./level.ts";

/** How far into a text a level may begin: past a time, a host and a program's name, not deep in the message. */
const reach = 60;
const longestToken = 24;
const longestName = Math.max(...[...levelNames.keys()].map(({ length }) => length));

/** A name as it may stand between brackets, behind `level=` or `:`; in capitals it may stand alone. */
const spellings = new Map(
  [...levelNames].flatMap(([name, level]) => {
    const capitals = name.toUpperCase();
    const title = capitals.slice(0, 1) + name.slice(1);
    return [name, capitals, title].map((text) => [text, { level, alone: text === capitals }] as const);
  }),
);

/** A word, and the part of the line that counts: it begins at `start`, and is as if it ended at `stop`. */
interface Word {
  readonly line: string;
  readonly start: number;
  readonly stop: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The first level near the begin of the text from `start` on: a word in capitals, a bracketed one in any case, `level=error`,
 * or `error:` as the first word. Letter by letter: a regular expression of so many names takes ten times as long.
 */
export function nearLevel(line: string, start = 0): Level | null {
  const stop = Math.min(line.length, start + reach + longestToken);
  for (let at = start; at < stop; at++) {
    if (!isLetter(line.charCodeAt(at))) continue;
    const from = at;
    while (at < stop && isLetter(line.charCodeAt(at))) at++;
    if (from > start + reach) return null;
    // A small word before a blank says nothing, as nearly all are.
    const isProse = at < stop && line.charCodeAt(at) === 32 && line.charCodeAt(from) >= 97;
    if (isProse || at - from > longestName) continue;
    const level = levelAt({ line, start, stop, from, to: at });
    if (level !== undefined) return level;
  }
  return null;
}

function levelAt(word: Word): Level | undefined {
  const { line, start, from, to } = word;
  const known = spellings.get(line.slice(from, to));
  const [before, next] = [signAt(word, from - 1), signAt(word, to)];
  const isNear = from < start + reach;
  if (known === undefined) return isNear && isKey(word) ? valueAt(word, to + 1) : undefined;
  if (before !== "" && "[(<".includes(before) && next !== "" && "])>".includes(next)) return known.level;
  if (!isNear) return undefined;
  if (from === start && next === ":") return known.level;
  return known.alone && isAround(before, "[(<|:") && isAround(next, "])>|:,") ? known.level : undefined;
}

function isKey(word: Word): boolean {
  const { line, from, to } = word;
  const isName = /^(?:level|lvl|severity)$/.test(line.slice(from, to));
  return isName && signAt(word, to) === "=" && !/[\w.]/.test(signAt(word, from - 1));
}

/** What stands behind `level=`, perhaps in quotation marks. */
function valueAt(word: Word, at: number): Level | undefined {
  const { line, stop } = word;
  const from = /["']/.test(signAt(word, at)) ? at + 1 : at;
  let to = from;
  while (to < stop && isLetter(line.charCodeAt(to))) to++;
  return /\w/.test(signAt(word, to)) ? undefined : spellings.get(line.slice(from, to))?.level;
}

/** Empty outside of what counts. */
function signAt({ line, start, stop }: Word, at: number): string {
  return at >= start && at < stop ? line.charAt(at) : "";
}

function isAround(sign: string, signs: string): boolean {
  return sign === "" || signs.includes(sign) || /\s/.test(sign);
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
