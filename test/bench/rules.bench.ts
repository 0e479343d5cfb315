import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchContext } from "./bench.ts";
import { patterns, writeCorpus } from "./log-corpus.ts";
import { atLeast, scanWords, summaryOf, timed } from "./logs/timed.ts";
import { median } from "./measure.ts";

const turns = 3;

/** What a fifth of the rules each remember, by host or by service. */
const memories: readonly string[] = [
  "frequency: { count: 5, within: 1m, by: [host] }",
  "change: { of: service }, by: [host]",
  "cardinality: { of: host, more_than: 30, within: 1m }, by: [service]",
  "spike: { times: 3, within: 1m }, by: [host]",
  "context: { before: 'token index shard', within: 1m, by: [host] }",
];

/**
 * `fettle scan` by a hundred rules that all remember, beside the same patterns and keys that remember nothing, by turns. Argument: how
 * many thousand lines (default 4000), of which a quarter match.
 */
export async function bench({ args, print }: BenchContext): Promise<void> {
  const lines = Number(args[0] ?? 4_000) * 1_000;
  if (!Number.isInteger(lines) || lines < 1) throw new RangeError(`expected a number, got "${args[0]}"`);
  const folder = mkdtempSync(join(tmpdir(), "fettle-bench-"));
  try {
    const [text, plain, mixed] = ["text.log", "plain.yml", "mixed.yml"].map((name) => join(folder, name));
    if (text === undefined || plain === undefined || mixed === undefined) return;
    writeCorpus(text, { json: false, troubled: 23.5, lines });
    writeFileSync(
      plain,
      `rules:\n${patterns.map((pattern, n) => `  - { id: r${n}, pattern: '${pattern}', by: [host], alert: "{{ message }}" }`).join("\n")}\n`,
    );
    const rules = patterns.map(
      (pattern, n) =>
        `  - { id: r${n}, pattern: '${pattern}', ${memories[n % memories.length]}, alert: "{{ message }}" }`,
    );
    writeFileSync(mixed, `rules:\n${rules.join("\n")}\n`);
    const seconds: Record<"plain" | "mixed", number[]> = { plain: [], mixed: [] };
    for (let turn = 0; turn < turns; turn++) {
      seconds.plain.push(summaryOf(await timed(scanWords(text, plain), folder)).seconds);
      seconds.mixed.push(summaryOf(await timed(scanWords(text, mixed), folder)).seconds);
    }
    const [without, withThem] = [median(seconds.plain), median(seconds.mixed)];
    print(
      `${lines} lines: ${without.toFixed(2)} s by rules that remember nothing, ${withThem.toFixed(2)} s by a hundred that do`,
    );
    print(`  ratio ${atLeast(without / withThem, 0.5)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
