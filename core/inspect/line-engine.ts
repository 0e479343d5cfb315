import type { Labels } from "#core/domain";
import type { Redactor } from "#core/redact";
import { decodedStrings } from "./decoded.ts";
import type { ChunkVerdict, Engine, Hit } from "./engine.ts";
import { LineHit } from "./hit.ts";
import { type Line, openLine } from "./line.ts";
import type { LineParser } from "./parse/parser.ts";
import type { Groups, Rule } from "./rules/rule.ts";
import { linesOf, textOf } from "./sources/lines.ts";

/** What the engine must know of a source: how its lines are parsed, and what its operator says of it. */
export interface SourceTraits {
  readonly parse: LineParser;
  readonly labels: Labels;
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
export function openLineEngine(options: LineEngineOptions): Engine {
  return {
    judge: (chunk) => {
      const traits = options.source(chunk.source);
      const verdict = { lines: 0, matched: 0, unconverted: 0, hits: [] as Hit[] };
      for (const line of linesOf(chunk)) {
        verdict.lines++;
        judgeLine(
          { text: textOf(chunk, line), offset: line.offset, source: chunk.source, traits },
          options,
          verdict,
        );
      }
      return verdict;
    },
  };
}

export interface Here {
  readonly text: string;
  readonly offset: number;
  readonly source: string;
  readonly traits: SourceTraits;
}

/** A chunk's verdict in the making. */
export type Tally = { -readonly [key in keyof Omit<ChunkVerdict, "hits">]: ChunkVerdict[key] } & {
  hits: Hit[];
};

/** Judges one line by these rules, in their order. */
export function judgeLine(
  here: Here,
  { rules, redactor }: Pick<LineEngineOptions, "rules" | "redactor">,
  tally: Tally,
): void {
  const { labels } = here.traits;
  let decoded: readonly string[] | undefined;
  let line: Line | undefined;
  for (const rule of rules) {
    const groups = rule.match(here.text) ?? firstMatch(rule, (decoded ??= decodedStrings(here.text)));
    if (groups === undefined) continue;
    if (line === undefined) {
      tally.matched++;
      line = openLine(here, redactor);
    }
    const judgement = rule.judge(groups, line.record, labels);
    if (judgement.kind === "unconverted") tally.unconverted++;
    if (judgement.kind === "hit") tally.hits.push(new LineHit(rule, judgement.severity, { groups, line }));
  }
}

function firstMatch(rule: Rule, texts: readonly string[]): Groups | undefined {
  for (const text of texts) {
    const groups = rule.match(text);
    if (groups !== undefined) return groups;
  }
  return undefined;
}
