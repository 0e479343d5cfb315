import { decodedStrings } from "./decoded.ts";
import type { Engine } from "./engine.ts";
import { judgeLine, type LineEngineOptions, type Tally } from "./line-engine.ts";
import { openCandidates } from "./prefilter/candidates.ts";
import type { Rule } from "./rules/rule.ts";
import { linesOf, textOf } from "./sources/lines.ts";

/**
 * Says of every chunk what the line engine says, and looks at few lines for it: one pass over the bytes finds those that
 * hold a text without which no rule can match, and only they are judged, by the rules that look for it.
 */
export function openFilteredEngine(options: LineEngineOptions): Engine {
  const { rules, redactor } = options;
  const candidates = openCandidates(rules);
  const chosen = (numbers: readonly number[]): readonly Rule[] =>
    numbers.map((number) => rules[number]).filter((rule) => rule !== undefined);
  return {
    judge: (chunk) => {
      const traits = options.source(chunk.source);
      const tally: Tally = { lines: 0, matched: 0, unconverted: 0, hits: [] };
      candidates.scan(chunk.bytes);
      for (const line of linesOf(chunk)) {
        tally.lines++;
        const found = candidates.upTo(line.end);
        if (found.rules.length === 0 && !found.escapes) continue;
        const text = textOf(chunk, line);
        const numbers = found.escapes ? withHidden(found.rules, text) : found.rules;
        if (numbers.length === 0) continue;
        const here = { text, offset: line.offset, source: chunk.source, traits };
        judgeLine(here, { rules: chosen(numbers), redactor }, tally);
      }
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
