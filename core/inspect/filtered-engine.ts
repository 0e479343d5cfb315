import { decodedStrings } from "./decoded.ts";
import type { Engine } from "./engine.ts";
import { Line, originOf } from "./line.ts";
import { judgeLine, judgeMatch, type LineEngineOptions, type Tally } from "./line-engine.ts";
import { openCandidates } from "./prefilter/candidates.ts";
import { type Groups, type Rule, withEarlier } from "./rules/rule.ts";

/**
 * Says of every chunk what the line engine says, and looks at few lines for it: one pass over the bytes finds those that
 * hold a text without which no rule can match, and only they are judged, by the rules that look for it.
 */
export function openFilteredEngine(options: LineEngineOptions): Engine {
  const { redactor } = options;
  const rules = withEarlier(options.rules);
  const candidates = openCandidates(rules);
  const chosen = chooserOf(rules);
  return {
    judge: (chunk) => {
      const { bytes } = chunk;
      const origin = originOf(chunk, { traits: options.source(chunk.source), redactor });
      const tally: Tally = { lines: 0, matched: 0, unconverted: 0, hits: [] };
      tally.lines = candidates.scan(bytes, (start, end, found) => {
        const line = new Line(chunk.offset + start, { bytes, start, end }, origin);
        const sure = found.sure === undefined ? undefined : rules[found.sure];
        if (sure !== undefined) {
          tally.matched++;
          judgeMatch(sure, { groups: noGroups, line }, tally);
          return;
        }
        const numbers = found.escapes ? withHidden(found.rules, line.text) : found.rules;
        if (numbers.length > 0) judgeLine(line, chosen(numbers), tally);
      });
      return tally;
    },
  };

  /** And those whose text stands in an escaped string of JSON. */
  function withHidden(numbers: readonly number[], text: string): readonly number[] {
    const all = new Set(numbers);
    for (const decoded of decodedStrings(text)) for (const number of candidates.of(decoded)) all.add(number);
    return [...all].toSorted((a, b) => a - b);
  }
}

const noGroups: Groups = Object.freeze({});

/** The rules of these numbers; the same numbers come again and again, as one array. */
function chooserOf(rules: readonly Rule[]): (numbers: readonly number[]) => readonly Rule[] {
  const known = new WeakMap<readonly number[], readonly Rule[]>();
  return (numbers) => {
    const before = known.get(numbers);
    if (before !== undefined) return before;
    const chosen = numbers.map((number) => rules[number]).filter((rule) => rule !== undefined);
    known.set(numbers, chosen);
    return chosen;
  };
}
