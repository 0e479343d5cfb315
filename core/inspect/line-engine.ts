import type { Labels } from "#core/domain";
import type { Redactor } from "#core/redact";
import { decodedStrings } from "./decoded.ts";
import type { ChunkVerdict, Engine, Hit } from "./engine.ts";
import { type Found, LineHit } from "./hit.ts";
import { Line, originOf } from "./line.ts";
import { type LineParser, type LogFormat, parserFor } from "./parse/parser.ts";
import { type Groups, type Rule, withEarlier } from "./rules/rule.ts";
import { linesOf } from "./sources/lines.ts";

/** What the engine must know of a source: how its lines are parsed, and what its operator says of it. */
export interface SourceTraits {
  readonly parse: LineParser;
  readonly labels: Labels;
}

/** Of a source of which nothing but its format is known. */
export function traitsFor(format: LogFormat): SourceTraits {
  return { parse: parserFor(format), labels: {} };
}

export interface LineEngineOptions {
  readonly rules: readonly Rule[];
  readonly source: (id: string) => SourceTraits;
  readonly redactor: Redactor;
}

/**
 * The plain engine: line by line, rule by rule, parsing a line only when a rule's pattern matched it. It
 * is the reference that a faster engine must equal.
 */
export function openLineEngine({ redactor, source: traitsOf, ...options }: LineEngineOptions): Engine {
  const rules = withEarlier(options.rules);
  return {
    judge: (chunk) => {
      const origin = originOf(chunk, { traits: traitsOf(chunk.source), redactor });
      const tally: Tally = { lines: 0, matched: 0, unconverted: 0, hits: [] };
      for (const line of linesOf(chunk)) {
        tally.lines++;
        const { offset, start, end } = line;
        judgeLine(new Line(offset, { bytes: chunk.bytes, start, end }, origin), rules, tally);
      }
      return tally;
    },
  };
}

/** A chunk's verdict in the making. */
export type Tally = { -readonly [key in keyof Omit<ChunkVerdict, "hits">]: ChunkVerdict[key] } & {
  hits: Hit[];
};

/** Judges one line by these rules, in their order. */
export function judgeLine(line: Line, rules: readonly Rule[], tally: Tally): void {
  let decoded: readonly string[] | undefined;
  let isMatched = false;
  for (const rule of rules) {
    const groups = rule.match(line.text) ?? firstMatch(rule, (decoded ??= decodedStrings(line.text)));
    if (groups === undefined) continue;
    if (!isMatched) tally.matched++;
    isMatched = true;
    judgeMatch(rule, { groups, line }, tally);
  }
}

/** What a rule says of a line that its pattern has matched. */
export function judgeMatch(rule: Rule, found: Found, tally: Tally): void {
  const judgement = rule.judge(found.groups, found.line);
  if (judgement.kind === "unconverted") tally.unconverted++;
  if (judgement.kind === "hit") tally.hits.push(new LineHit(rule, judgement.severity, found));
}

/** Of a line's text and what is hidden in it, the first that matches. */
export function firstMatch(rule: Rule, texts: readonly string[]): Groups | undefined {
  for (const text of texts) {
    const groups = rule.match(text);
    if (groups !== undefined) return groups;
  }
  return undefined;
}
