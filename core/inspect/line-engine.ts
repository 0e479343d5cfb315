import type { Labels, LogRecord } from "#core/domain";
import type { Redactor } from "#core/redact";
import { decodedStrings } from "./decoded.ts";
import type { ChunkVerdict, Engine, Hit } from "./engine.ts";
import { hitOf } from "./hit.ts";
import { redactorOfLine } from "./nested-secrets.ts";
import type { LineParser } from "./parse/parser.ts";
import type { Groups, Rule } from "./rules/rule.ts";
import { linesOf, textOf } from "./sources/lines.ts";
import { visibleIn, type Visible } from "./visible.ts";

/** What the engine must know of a source: how its lines are parsed, and what its operator says of it. */
interface SourceTraits {
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
  let decoded: readonly string[] | undefined;
  let record: LogRecord | undefined;
  let shown: { readonly redactor: Redactor; readonly visible: Visible } | undefined;
  for (const rule of rules) {
    const groups = rule.match(here.text) ?? firstMatch(rule, (decoded ??= decodedStrings(here.text)));
    if (groups === undefined) continue;
    if (record === undefined) {
      tally.matched++;
      record = here.traits.parse(here.text, here.source, here.traits.labels);
    }
    const judgement = rule.judge(groups, record, here.traits.labels);
    if (judgement.kind === "unconverted") tally.unconverted++;
    if (judgement.kind !== "hit") continue;
    shown ??= shownOf(here.text, redactor);
    const { offset, traits } = here;
    const found = { offset, groups, record, labels: traits.labels, ...shown };
    tally.hits.push(hitOf(rule, judgement.severity, found));
  }
}

function shownOf(line: string, of: Redactor): { readonly redactor: Redactor; readonly visible: Visible } {
  const redactor = redactorOfLine(line, of);
  return { redactor, visible: visibleIn(line, redactor) };
}

function firstMatch(rule: Rule, texts: readonly string[]): Groups | undefined {
  for (const text of texts) {
    const groups = rule.match(text);
    if (groups !== undefined) return groups;
  }
  return undefined;
}
