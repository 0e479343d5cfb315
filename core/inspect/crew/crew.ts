import type { Redactor } from "#core/redact";
import type { ChunkVerdict } from "../engine.ts";
import { openFilteredEngine } from "../filtered-engine.ts";
import { originOf } from "../line.ts";
import type { SourceTraits } from "../line-engine.ts";
import { type Rule, withEarlier } from "../rules/rule.ts";
import type { Chunk } from "../sources/source.ts";
import { type Hand, openHand } from "./hand.ts";
import { type CrewJob, hitWords, type Report } from "./job.ts";
import { ToldHit } from "./told-hit.ts";

/** Threads that judge chunks, this one among them. */
export interface Crew extends AsyncDisposable {
  /** Chunks that it can have at a time without one of its threads waiting: so many should be asked for, and no more. */
  readonly room: number;
  /**
   * As `Engine.judge`, but for hits that would tell nothing: of a rule that remembers nothing the first of each key
   * is enough, and may be all that is given. Rejects when a thread has died, which is a bug.
   */
  judge(chunk: Chunk): Promise<ChunkVerdict>;
  /** The other threads, for those who want to know how they do. */
  others(): readonly Pick<Hand, "load">[];
}

export interface CrewOptions {
  /** This one, and as many others as are missing. */
  readonly threads: number;
  readonly job: CrewJob;
  /** Those of the job, as they are here. */
  readonly rules: readonly Rule[];
  readonly redactor: Redactor;
  readonly traits: SourceTraits;
}

/** One that is judged, one that is on its way there, one on its way back. */
const chunksAThread = 3;
/** Chunks that this thread has judged while it waits for the others to be done with those before them. */
const ownAhead = 8;

/** This thread gives chunks to the others as long as they can take some, and judges the rest itself. */
export function openCrew(options: CrewOptions): Crew {
  const { threads, job, rules, redactor, traits } = options;
  const judging = { ...options, rules: withEarlier(rules) };
  const here = openFilteredEngine({ rules, redactor, source: () => traits });
  const hands = Array.from({ length: threads - 1 }, () => openHand(job));
  return {
    room: hands.length === 0 ? 1 : ownAhead + hands.length * chunksAThread,
    judge: async (chunk) => {
      for (const hand of hands) hand.hear();
      for (const { broken } of hands) if (broken !== undefined) throw broken;
      const [free] = hands.toSorted((a, b) => a.load - b.load);
      if (free === undefined || free.load >= chunksAThread) return here.judge(chunk);
      return verdictOf(await free.judge(chunk), chunk, judging);
    },
    others: () => hands,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(hands.map((hand) => hand[Symbol.asyncDispose]()));
    },
  };
}

function verdictOf(report: Report, chunk: Chunk, { rules, redactor, traits }: CrewOptions): ChunkVerdict {
  const { lines, matched, unconverted, hits: words } = report;
  const told = { report, chunk, origin: originOf(chunk, { traits, redactor }) };
  const hits: ToldHit[] = [];
  for (let index = 0; index * hitWords < words.length; index++) {
    const number = words[index * hitWords] ?? 0;
    const rule = rules[number];
    if (rule === undefined) throw new Error(`there is no rule ${number}`);
    hits.push(new ToldHit(rule, told, index));
  }
  return { lines, matched, unconverted, hits };
}
