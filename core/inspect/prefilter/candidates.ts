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
}

const backslash = "\\";
const mostPairs = 10_000;

/** @param kernel whether WASM may be used; for tests and for comparing. */
export function openCandidates(
  rules: readonly Pick<Rule, "literals" | "ignoresCase">[],
  { kernel = true }: { readonly kernel?: boolean } = {},
): Candidates {
  const always = rules.flatMap(({ literals }, number) => (literals === undefined ? [number] : []));
  const { texts, rulesOf } = literalsOf(rules);
  const automaton = openAutomaton(texts.map((text) => new TextEncoder().encode(text)));
  const endings = endingsOf(automaton, { rulesOf, always, escape: texts.indexOf(backslash) });
  const scanner = (kernel ? openKernel(automaton) : undefined) ?? openPlainScanner(automaton);
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
        const line = count === 1 ? endings.of(words[at + 3] ?? 0) : endings.ofAll(words, at + 3, count);
        if (line.rules.length > 0 || line.escapes) each(words[at] ?? 0, words[at + 1] ?? 0, line);
        return at + 3 + count;
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
      return new Set(endings.ofAll(alone.states, 0, alone.count).rules);
    },
  };
}

/** Each literal once, with the rules that look for it. */
function literalsOf(rules: readonly Pick<Rule, "literals" | "ignoresCase">[]) {
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

interface Endings {
  of(state: number): Line;
  ofAll(states: Uint32Array, from: number, count: number): Line;
}

/** What ends in an accepting state, worked out once. */
function endingsOf(
  automaton: Automaton,
  parts: {
    readonly rulesOf: readonly (readonly number[])[];
    readonly always: readonly number[];
    readonly escape: number;
  },
): Endings {
  const known: Line[] = [];
  const of = (state: number): Line => {
    const place = (state - automaton.accepting) / automaton.classes;
    return (known[place] ??= lineOf(automaton.endingIn(state)));
  };
  const lineOf = (texts: readonly number[]): Line => ({
    rules: inOrder([...parts.always, ...texts.flatMap((text) => parts.rulesOf[text] ?? [])]),
    escapes: texts.includes(parts.escape),
  });
  const ofAll = (states: Uint32Array, from: number, count: number): Line => {
    const all = [...states.subarray(from, from + count)].map(of);
    return { rules: inOrder(all.flatMap((one) => one.rules)), escapes: all.some((one) => one.escapes) };
  };
  // Two of the texts of one rule stand in many lines together.
  const pairs = new Map<number, Line>();
  return {
    of,
    ofAll: (states, from, count) => {
      if (count !== 2) return ofAll(states, from, count);
      const key = (states[from] ?? 0) * 2 ** 26 + (states[from + 1] ?? 0);
      let pair = pairs.get(key);
      if (pair === undefined) {
        pair = ofAll(states, from, count);
        if (pairs.size >= mostPairs) pairs.clear();
        pairs.set(key, pair);
      }
      return pair;
    },
  };
}

function inOrder(numbers: readonly number[]): readonly number[] {
  return numbers.length < 2 ? numbers : [...new Set(numbers)].toSorted((a, b) => a - b);
}
