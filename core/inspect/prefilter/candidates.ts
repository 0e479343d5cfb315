import { foldedBeyond } from "#core/expr";
import type { Rule } from "../rules/rule.ts";
import { linesOf } from "../sources/lines.ts";
import { type Automaton, Found, openAutomaton } from "./automaton.ts";
import { openKernel } from "./kernel.ts";
import { openPlainScanner } from "./plain-scanner.ts";
import type { Scanned } from "./scanner.ts";

/** Tells which rules may match a line, in one pass over its bytes; each that does match is among them. */
export interface Candidates {
  /** Calls `each` for the lines of a chunk that a rule may match, in order, and gives how many lines there are in all. */
  scan(bytes: Buffer, each: (start: number, end: number, line: Line) => void): number;
  /** Of a text alone. */
  of(text: string): ReadonlySet<number>;
}

interface Line {
  /** Rules by their number, in order; empty where none can match. */
  readonly rules: readonly number[];
  /** Whether a backslash is in it: JSON may hide by it what a pattern looks for. */
  readonly escapes: boolean;
  /** The only rule that can match, where it is known that it does. */
  readonly sure?: number;
}

type Sought = Pick<Rule, "literals" | "ignoresCase" | "whole">;

const backslash = "\\";
const mostPairs = 10_000;

export function openCandidates(rules: readonly Sought[]): Candidates {
  const always = rules.flatMap(({ literals }, number) => (literals === undefined ? [number] : []));
  const { texts, rulesOf } = literalsOf(rules);
  const automaton = openAutomaton(texts.map((text) => new TextEncoder().encode(text)));
  const endings = endingsOf(automaton, { rules, rulesOf, always, escape: texts.indexOf(backslash) });
  const scanner = openKernel(automaton) ?? openPlainScanner(automaton);
  const alone = new Found();
  const untouched: Line = { rules: always, escapes: false };

  return {
    scan: (bytes, each) => {
      const scanned = scanner.scan(bytes);
      if (always.length > 0) everyLine(bytes, scanned);
      else for (let at = 0; at < scanned.size;) at = oneLine(scanned, at);
      return scanned.lines;

      function oneLine({ words }: Scanned, at: number): number {
        const count = words[at + 2] ?? 0;
        const line = count === 1 ? endings.of(words[at + 3] ?? 0) : endings.ofAll(words, at + 3, count, 2);
        if (line.rules.length > 0 || line.escapes) {
          const isSure = line.proof !== undefined && endsWith(bytes, line.proof, words[at + 4] ?? 0);
          each(words[at] ?? 0, words[at + 1] ?? 0, isSure ? line.surely : line);
        }
        return at + 3 + count * 2;
      }

      function everyLine(of: Buffer, { words, size }: Scanned): void {
        let at = 0;
        for (const { start, end } of linesOf({ bytes: of, offset: 0 })) {
          if (at < size && words[at] === start) at = oneLine(scanned, at);
          else each(start, end, untouched);
        }
      }
    },
    of: (text) => {
      const bytes = Buffer.from(text);
      alone.count = 0;
      automaton.scan(bytes, 0, bytes.length, alone);
      return new Set(endings.ofAll(alone.states, 0, alone.count, 1).rules);
    },
  };
}

/** Whether these bytes, in their own case, stand before `end`. */
function endsWith(bytes: Uint8Array, text: Uint8Array, end: number): boolean {
  const from = end - text.length;
  for (let at = 0; at < text.length; at++) if (bytes[from + at] !== text[at]) return false;
  return true;
}

/** Each literal once, with the rules that look for it. */
function literalsOf(rules: readonly Sought[]) {
  const rulesOf = new Map<string, number[]>([[backslash, []]]);
  const add = (text: string, number: number): void => {
    rulesOf.set(text, [...(rulesOf.get(text) ?? []), number]);
  };
  for (const [number, { literals, ignoresCase }] of rules.entries()) {
    for (const text of literals ?? []) add(text, number);
    if (literals !== undefined && ignoresCase) for (const text of foldedBeyond) add(text, number);
  }
  return { texts: [...rulesOf.keys()], rulesOf: [...rulesOf.values()] };
}

/** What ends in a state. Where one rule alone looks for it, and it is enough for that: the text in its case, and the sure line. */
interface Ending extends Line {
  readonly proof?: Uint8Array;
  readonly surely: Line;
}

interface Endings {
  of(state: number): Ending;
  /** Of `count` states, each `step` words behind the one before. */
  ofAll(words: Uint32Array, from: number, count: number, step: number): Ending;
}

interface EndingParts {
  readonly rules: readonly Sought[];
  readonly rulesOf: readonly (readonly number[])[];
  readonly always: readonly number[];
  readonly escape: number;
}

/** What ends in an accepting state, worked out once. */
function endingsOf(automaton: Automaton, parts: EndingParts): Endings {
  const known: Ending[] = [];
  const of = (state: number): Ending => {
    const place = (state - automaton.accepting) / automaton.classes;
    return (known[place] ??= endingOf(automaton.endingIn(state), parts));
  };
  const together = (states: readonly number[]): Ending => {
    const all = states.map(of);
    const line = { rules: inOrder(all.flatMap((one) => one.rules)), escapes: all.some((one) => one.escapes) };
    return { ...line, surely: line };
  };
  // Two of the texts of one rule stand in many lines together.
  const pairs = new Map<number, Ending>();
  const ofTwo = (first: number, second: number): Ending => {
    const key = first * 2 ** 26 + second;
    let pair = pairs.get(key);
    if (pair === undefined) {
      pair = together([first, second]);
      if (pairs.size >= mostPairs) pairs.clear();
      pairs.set(key, pair);
    }
    return pair;
  };
  return {
    of,
    ofAll: (words, from, count, step) => {
      if (count === 2) return ofTwo(words[from] ?? 0, words[from + step] ?? 0);
      return together(Array.from({ length: count }, (_, index) => words[from + index * step] ?? 0));
    },
  };
}

function endingOf(texts: readonly number[], { rules, rulesOf, always, escape }: EndingParts): Ending {
  const numbers = inOrder([...always, ...texts.flatMap((text) => rulesOf[text] ?? [])]);
  const line = { rules: numbers, escapes: texts.includes(escape) };
  const [only, ...more] = numbers;
  const whole = only === undefined || more.length > 0 || line.escapes ? undefined : rules[only]?.whole;
  // What is looked for is the text without its case; where it is a part of it only, nothing is proven.
  const literals = only === undefined ? undefined : rules[only]?.literals;
  const isAll = whole !== undefined && /^[\0-\x7F]*$/.test(whole) && String(literals) === whole.toLowerCase();
  if (!isAll || only === undefined) return { ...line, surely: line };
  return { ...line, proof: new TextEncoder().encode(whole), surely: { ...line, sure: only } };
}

function inOrder(numbers: readonly number[]): readonly number[] {
  return numbers.length < 2 ? numbers : [...new Set(numbers)].toSorted((a, b) => a - b);
}
