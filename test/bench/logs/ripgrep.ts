import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { requirePeer } from "../bench.ts";
import { median } from "../measure.ts";
import { type Corpus, patterns, writeCorpus, writeRules } from "../log-corpus.ts";
import { atLeast, scanWords, summaryOf, type Timed, timed } from "./timed.ts";
import type { Part } from "./part.ts";

const turns = 3;

/** One thread beside ripgrep's one with the same patterns, by turns, over the same lines: CPU seconds of whole processes. */
export const besideRipgrep: Part = async ({ folder, lines, print }) => {
  const rg = requirePeer("rg");
  const [rules, list] = [join(folder, "rules.yml"), join(folder, "patterns")];
  writeRules(rules);
  writeFileSync(list, `${patterns.join("\n")}\n`);
  const corpora: readonly (readonly [string, Corpus, number])[] = [
    ["text", { json: false, troubled: 23.5, lines }, 0.5],
    ["json", { json: true, troubled: 3.5, lines }, 0.7],
  ];
  for (const [name, corpus, must] of corpora) {
    const file = join(folder, `${name}.log`);
    writeCorpus(file, corpus);
    const [ours, theirs]: [Timed[], Timed[]] = [[], []];
    for (let turn = 0; turn < turns; turn++) {
      ours.push(await timed(scanWords(file, rules), folder));
      theirs.push(await timed([rg, "-j1", "-c", "-f", list, file], folder));
    }
    const [found, expected] = [summaryOf(ours[0] ?? { stdout: "" }).matched, Number(theirs[0]?.stdout)];
    if (found !== expected) throw new Error(`${name}: ${found} lines matched, ripgrep finds ${expected}`);
    const [our, their] = [median(ours.map(({ cpuS }) => cpuS)), median(theirs.map(({ cpuS }) => cpuS))];
    print(`${name}: ${lines} lines, ${found} of them match, ${patterns.length} rules`);
    print(`  fettle  ${our.toFixed(2)} CPU s, ${rate(lines, our)}`);
    print(`  ripgrep ${their.toFixed(2)} CPU s, ${rate(lines, their)}`);
    print(`  ratio   ${atLeast(their / our, must)}`);
  }
};

export function rate(lines: number, seconds: number): string {
  return `${Math.round(lines / seconds / 1_000)} k lines per CPU second`;
}
