import { type Labels, parseSeverity, type Severity } from "#core/domain";
import type { Hit } from "../engine.ts";
import { decodedStrings } from "../decoded.ts";
import { LineHit } from "../hit.ts";
import { Line, type Origin } from "../line.ts";
import { firstMatch } from "../line-engine.ts";
import type { Told } from "../memory/memory.ts";
import type { Rule } from "../rules/rule.ts";
import { linesOf } from "../sources/lines.ts";
import type { Chunk } from "../sources/source.ts";
import { hitWords, type Report } from "./job.ts";

/** What another thread has said of a chunk. */
interface Said {
  readonly report: Report;
  readonly chunk: Chunk;
  readonly origin: Origin;
}

/** A hit that another thread has found. What it did not tell is read out of the line again: that is seldom asked for. */
export class ToldHit implements Hit {
  readonly #rule: Rule;
  readonly #told: Said;
  /** Among the hits of the report. */
  readonly #index: number;
  #found: LineHit | undefined;

  constructor(rule: Rule, told: Said, index: number) {
    this.#rule = rule;
    this.#told = told;
    this.#index = index;
  }

  get rule(): string {
    return this.#rule.id;
  }

  get severity(): Severity {
    return parseSeverity(this.#told.report.hits[this.#index * hitWords + 2]);
  }

  get by(): Labels {
    const { keys, keyOf } = this.#told.report;
    return keys[keyOf[this.#index] ?? 0] ?? {};
  }

  get offset(): number {
    return this.#told.chunk.offset + this.#start;
  }

  get timeMs(): number | null {
    const timeMs = this.#told.report.times[this.#index] ?? NaN;
    return Number.isNaN(timeMs) ? this.#again.timeMs : timeMs;
  }

  get labels(): Labels {
    return this.#again.labels;
  }

  get term(): string {
    return this.#again.term;
  }

  get leg(): number {
    return this.#rule.leg;
  }

  get said(): Told {
    return this.#again.said;
  }

  summary(told?: Told): string {
    return this.#again.summary(told);
  }

  get #again(): LineHit {
    return (this.#found ??= this.#find());
  }

  get #start(): number {
    return this.#told.report.hits[this.#index * hitWords + 1] ?? 0;
  }

  #find(): LineHit {
    const { chunk, origin } = this.#told;
    const [span] = linesOf({ bytes: chunk.bytes.subarray(this.#start), offset: this.offset });
    if (span === undefined) throw new Error(`no line at ${this.#start} of a chunk`);
    // In all of its chunk: it may go on with a line above it.
    const place = { bytes: chunk.bytes, start: this.#start, end: this.#start + span.end };
    const line = new Line(this.offset, place, origin);
    const groups = firstMatch(this.#rule, [line.text, ...decodedStrings(line.text)]);
    if (groups === undefined)
      throw new Error(`${this.rule} does not match what it matched in another thread`);
    return new LineHit(this.#rule, this.severity, { groups, line });
  }
}
