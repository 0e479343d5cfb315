import { foldedBeyond } from "#core/expr";
import type { Rule } from "../rules/rule.ts";
import { type Automaton, Found, openAutomaton } from "./automaton.ts";

/** Tells which rules may match a line, in one pass over its bytes; each that does match is among them. */
export interface Candidates {
  /** Looks through bytes; what is found is asked of `upTo`, from the first line to the last. */
  scan(bytes: Uint8Array): void;
  /** Of the line that ends at `end`: rules in their order. Lines are asked in order, each once. */
  upTo(end: number): Line;
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

export function openCandidates(rules: readonly Pick<Rule, "literals" | "ignoresCase">[]): Candidates {
  const always = rules.flatMap(({ literals }, number) => (literals === undefined ? [number] : []));
  const { texts, rulesOf } = literalsOf(rules);
  const automaton = openAutomaton(texts.map((text) => new TextEncoder().encode(text)));
  const escape = texts.indexOf(backslash);
  const endings = endingsOf(automaton, rulesOf, escape);
  const found = new Found();
  const alone = new Found();
  const untouched: Line = { rules: always, escapes: false };
  let next = 0;

  return {
    scan: (bytes) => {
      found.count = 0;
      next = 0;
      automaton.scan(bytes, 0, bytes.length, found);
    },
    upTo: (end) => {
      if (next >= found.count || (found.ends[next] ?? 0) > end) return untouched;
      const numbers = new Set(always);
      let escapes = false;
      let last = -1;
      for (; next < found.count && (found.ends[next] ?? 0) <= end; next++) {
        const state = found.states[next] ?? 0;
        if (state === last) continue;
        last = state;
        const ending = endings(state);
        escapes ||= ending.escapes;
        for (const number of ending.rules) numbers.add(number);
      }
      return { rules: [...numbers].toSorted((a, b) => a - b), escapes };
    },
    of: (text) => {
      const bytes = Buffer.from(text);
      alone.count = 0;
      automaton.scan(bytes, 0, bytes.length, alone);
      const numbers = new Set<number>();
      for (let at = 0; at < alone.count; at++) {
        for (const number of endings(alone.states[at] ?? 0).rules) numbers.add(number);
      }
      return numbers;
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

/** Worked out once for each state that is come to. */
function endingsOf(automaton: Automaton, rulesOf: readonly (readonly number[])[], escape: number) {
  const known = new Map<number, Line>();
  return (state: number): Line => {
    const before = known.get(state);
    if (before !== undefined) return before;
    const texts = automaton.endingIn(state);
    const ending = { rules: texts.flatMap((text) => rulesOf[text] ?? []), escapes: texts.includes(escape) };
    known.set(state, ending);
    return ending;
  };
}
