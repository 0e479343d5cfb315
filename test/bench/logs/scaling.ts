import { existsSync } from "node:fs";
import { join } from "node:path";
import { median } from "../measure.ts";
import { patternsOf, writeCorpus, writeRules } from "../log-corpus.ts";
import { atLeast, scanWords, summaryOf, timed } from "./timed.ts";
import type { Part } from "./part.ts";

const turns = 3;

/** Two threads beside one, a thousand rules beside a hundred, and lines of which each matches. */
export const scaling: Part = async ({ folder, lines, print }) => {
  const [rules, many] = [join(folder, "rules.yml"), join(folder, "many.yml")];
  writeRules(rules);
  writeRules(many, patternsOf(1_000));
  const [text, every] = [join(folder, "text.log"), join(folder, "every.log")];
  if (!existsSync(text)) writeCorpus(text, { json: false, troubled: 23.5, lines });
  const runs = {
    one: [] as number[],
    two: [] as number[],
    hundred: [] as number[],
    thousand: [] as number[],
  };
  for (let turn = 0; turn < turns; turn++) {
    const [one, two] = [
      await timed(scanWords(text, rules), folder),
      await timed(scanWords(text, rules, 2), folder),
    ];
    const thousand = await timed(scanWords(text, many), folder);
    runs.one.push(one.wallS);
    runs.two.push(two.wallS);
    runs.hundred.push(summaryOf(one).seconds);
    runs.thousand.push(summaryOf(thousand).seconds);
    const counts = [one, two, thousand].map((run) => summaryOf(run).matched);
    if (new Set(counts).size > 1) throw new Error(`matched lines differ: ${counts.join(", ")}`);
  }
  const threads = median(runs.one) / median(runs.two);
  print(`two threads beside one, wall time of the whole process: ${atLeast(threads, 1.7)}`);
  const rules1000 = median(runs.hundred) / median(runs.thousand);
  print(`1,000 rules beside 100, time from the first byte to the last: ${atLeast(rules1000, 0.85)}`);

  writeCorpus(every, { json: false, troubled: 100, lines });
  const { cpuS, stdout } = await timed(scanWords(every, rules), folder);
  const { lines: read, matched } = summaryOf({ stdout });
  if (read !== lines || matched !== lines)
    throw new Error(`of ${lines} lines ${read} were read, ${matched} matched`);
  print(`every line matches, M lines per CPU second: ${atLeast(lines / cpuS / 1e6, 0.5)}`);
};
