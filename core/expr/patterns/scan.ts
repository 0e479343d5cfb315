import { compiled, refused, type Compiled } from "../expr-error.ts";
import { readClass, readEscape, type Atom } from "./atoms.ts";
import { Refusal, refuseGroup } from "./refusals.ts";
import { either, emptyWord, literal, followed, repeated, type Words } from "./words.ts";

/** A group that a pattern names, with the texts that it can match. */
export interface ScannedGroup {
  readonly name: string;
  /** Where its name stands in the pattern. */
  readonly offset: number;
  readonly words: Words;
}

const mostGroups = 50;
const deepest = 100;
/** RE2's own limit. */
const mostRepeats = 1000;
const groupName = /^[A-Za-z_]\w{0,63}$/;

/** Where the reading of a pattern has come to. */
interface Scan {
  readonly source: string;
  readonly named: ScannedGroup[];
  readonly names: Set<string>;
  at: number;
  captures: number;
  ignoreCase: boolean;
}

/** Reads a pattern's syntax: its named groups, or the first thing that cannot be had, with its exact place. */
export function scanPattern(source: string): Compiled<readonly ScannedGroup[]> {
  const scan: Scan = { source, named: [], names: new Set(), at: 0, captures: 0, ignoreCase: false };
  try {
    readChoice(scan, 0);
    if (scan.at < source.length) {
      throw new Refusal('this ")" closes nothing', scan.at, String.raw`a bracket itself is \)`);
    }
    return compiled(scan.named);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return refused(thrown.message, thrown.offset, thrown.hint);
  }
}

function readChoice(scan: Scan, depth: number): Words {
  if (depth > deepest) throw new Refusal(`groups stand deeper than ${deepest}`, scan.at);
  let words = readSequence(scan, depth);
  while (scan.source[scan.at] === "|") {
    scan.at += 1;
    words = either(words, readSequence(scan, depth));
  }
  return words;
}

function readSequence(scan: Scan, depth: number): Words {
  let words = emptyWord;
  while (scan.at < scan.source.length && scan.source[scan.at] !== "|" && scan.source[scan.at] !== ")") {
    words = followed(words, readRepeat(scan, readAtom(scan, depth)));
  }
  return words;
}

function readRepeat(scan: Scan, words: Words): Words {
  const repeat = repeatAt(scan.source, scan.at);
  if (repeat === undefined) return words;
  const start = scan.at;
  scan.at = repeat.end;
  if (repeat.max !== Infinity && repeat.max < repeat.min) {
    throw new Refusal("expected the smaller number of repetitions first", start);
  }
  if (Math.max(repeat.min, repeat.max === Infinity ? 0 : repeat.max) > mostRepeats) {
    throw new Refusal(`at most ${mostRepeats} repetitions can be counted`, start);
  }
  if (scan.source[scan.at] === "?") scan.at += 1;
  else if (scan.source[scan.at] === "+") {
    throw new Refusal(`the possessive "+" is not needed: patterns never go back`, scan.at, "leave it out");
  }
  if (repeatAt(scan.source, scan.at) !== undefined)
    throw new Refusal("a repetition of a repetition", scan.at, "group it: (?:a*)*");
  return repeated(words, repeat.min, repeat.max);
}

function readAtom(scan: Scan, depth: number): Words {
  const start = scan.at;
  const character = String.fromCodePoint(scan.source.codePointAt(scan.at) ?? 0);
  if (character === "(") return readGroup(scan, depth);
  if (repeatAt(scan.source, scan.at) !== undefined) {
    throw new Refusal(
      `nothing stands before this "${character}" to repeat`,
      start,
      `the character itself is \\${character}`,
    );
  }
  if (character === "[") return take(scan, readClass(scan.source, start, scan.ignoreCase));
  if (character === "\\") return take(scan, readEscape(scan.source, start, scan.ignoreCase));
  scan.at += character.length;
  if (character === "^" || character === "$") return emptyWord;
  return character === "." ? undefined : literal(character, scan.ignoreCase);
}

function take(scan: Scan, atom: Atom): Words {
  scan.at = atom.end;
  return atom.words;
}

function readGroup(scan: Scan, depth: number): Words {
  const start = scan.at;
  const outside = scan.ignoreCase;
  const name = openGroup(scan);
  if (name === "flags") return emptyWord;
  const words = readChoice(scan, depth + 1);
  if (scan.source[scan.at] !== ")")
    throw new Refusal('this "(" is not closed', start, String.raw`a bracket itself is \(`);
  scan.at += 1;
  scan.ignoreCase = outside;
  if (name !== undefined) scan.named.push({ ...name, words });
  return words;
}

/** Reads `(`, `(?:`, `(?<name>`, `(?i:` or `(?i)`. */
function openGroup(scan: Scan): { name: string; offset: number } | "flags" | undefined {
  const start = scan.at;
  if (scan.source[scan.at + 1] !== "?") {
    scan.at += 1;
    countCapture(scan, start);
    return undefined;
  }
  refuseGroup(scan.source, start);
  const flags = /\(\?([imsU]*)(?:-([imsU]+))?([:)])/y;
  flags.lastIndex = start;
  const [all, on, off, end] = flags.exec(scan.source) ?? [];
  if (all !== undefined) {
    scan.at += all.length;
    scan.ignoreCase = (scan.ignoreCase || on?.includes("i") === true) && off?.includes("i") !== true;
    return end === ")" ? "flags" : undefined;
  }
  const opening = /\(\?P?<([^>)]*)>/y;
  opening.lastIndex = start;
  const [whole, name] = opening.exec(scan.source) ?? [];
  if (whole === undefined || name === undefined) {
    throw new Refusal(`expected a group such as (?<name>…), (?:…) or (?i) here`, start);
  }
  countCapture(scan, start);
  const offset = start + whole.indexOf("<") + 1;
  scan.at += whole.length;
  if (!groupName.test(name) || name === "__proto__") {
    throw new Refusal(
      `the name "${name.slice(0, 64)}" is not one of at most 64 letters, digits and _`,
      offset,
    );
  }
  if (scan.names.has(name)) throw new Refusal(`two groups are named "${name}"`, offset);
  scan.names.add(name);
  return { name, offset };
}

function countCapture(scan: Scan, offset: number): void {
  scan.captures += 1;
  if (scan.captures > mostGroups) {
    throw new Refusal(`more than ${mostGroups} groups`, offset, "a group that nothing uses is (?:…)");
  }
}

function repeatAt(source: string, at: number): { min: number; max: number; end: number } | undefined {
  switch (source[at]) {
    case "*":
      return { min: 0, max: Infinity, end: at + 1 };
    case "+":
      return { min: 1, max: Infinity, end: at + 1 };
    case "?":
      return { min: 0, max: 1, end: at + 1 };
    case "{": {
      const braces = /\{(\d+)(?:(,)(\d*))?\}/y;
      braces.lastIndex = at;
      const [all, min, comma, max] = braces.exec(source) ?? [];
      if (all === undefined) return undefined;
      const most = comma === undefined ? Number(min) : max === "" ? Infinity : Number(max);
      return { min: Number(min), max: most, end: at + all.length };
    }
    case undefined:
    default:
      return undefined;
  }
}
