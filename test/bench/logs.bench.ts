import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type BenchContext, requirePeer } from "./bench.ts";
import { type Corpus, patterns, writeCorpus, writeRules } from "./log-corpus.ts";
import { median } from "./measure.ts";

const turns = 3;
const cli = join(import.meta.dirname, "../../bot/cli.ts");

/**
 * `fettle scan` with a hundred rules, redaction on, beside ripgrep on one thread with the same patterns, by turns, over the
 * same generated logs; both must match the same number of lines. Ratios are of CPU seconds, each process whole.
 * Argument: how many thousand lines (default 500).
 */
export async function bench({ args, print }: BenchContext): Promise<void> {
  const lines = Number(args[0] ?? 500) * 1_000;
  if (!Number.isInteger(lines) || lines < 1) throw new RangeError(`expected a number, got "${args[0]}"`);
  const rg = requirePeer("rg");
  const folder = mkdtempSync(join(tmpdir(), "fettle-bench-"));
  try {
    const rules = join(folder, "rules.yml");
    const list = join(folder, "patterns");
    writeRules(rules);
    writeFileSync(list, `${patterns.join("\n")}\n`);
    const corpora: Readonly<Record<string, Corpus>> = {
      text: { json: false, troubled: 23.5, lines },
      json: { json: true, troubled: 3.5, lines },
    };
    for (const [name, corpus] of Object.entries(corpora)) {
      const file = join(folder, `${name}.log`);
      writeCorpus(file, corpus);
      const ours = () => timed([process.execPath, cli, "scan", file, "--rules", rules, "--json"], folder);
      const theirs = () => timed([rg, "-j1", "-c", "-f", list, file], folder);
      const [fettle, ripgrep]: [Timed[], Timed[]] = [[], []];
      for (let turn = 0; turn < turns; turn++) {
        fettle.push(await ours());
        ripgrep.push(await theirs());
      }
      const [found, expected] = [matchedBy(fettle), Number(ripgrep[0]?.stdout)];
      if (found !== expected) throw new Error(`${name}: ${found} lines matched, ripgrep finds ${expected}`);
      const [our, their] = [median(fettle.map(({ cpuS }) => cpuS)), median(ripgrep.map(({ cpuS }) => cpuS))];
      print(`${name}: ${lines} lines, ${found} of them match, ${patterns.length} rules`);
      print(`  fettle  ${our.toFixed(2)} CPU s, ${Math.round(lines / our / 1_000)} k lines per CPU second`);
      print(
        `  ripgrep ${their.toFixed(2)} CPU s, ${Math.round(lines / their / 1_000)} k lines per CPU second`,
      );
      const ratio = their / our;
      const least = corpus.json ? 0.7 : 0.5;
      print(`  ratio   ${ratio.toFixed(2)}, must be at least ${least}: ${ratio >= least ? "met" : "MISSED"}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Timed {
  readonly stdout: string;
  /** User and system time of the process. */
  readonly cpuS: number;
}

/** A shell tells the times of its child as POSIX has it: no other program is needed. */
async function timed(words: readonly string[], folder: string): Promise<Timed> {
  const times = join(folder, "times");
  const child = spawn("sh", ["-c", '"$@"; times >"$0"', times, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [stdout] = await Promise.all([text(child.stdout), once(child, "close")]);
  const [, children = ""] = readFileSync(times, "utf8").split("\n");
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s));
  return { stdout, cpuS: seconds.reduce((sum, one) => sum + one, 0) };
}

function matchedBy([run]: readonly Timed[]): number {
  const last: unknown = JSON.parse(run?.stdout.trim().split("\n").at(-1) ?? "{}");
  const summary = typeof last === "object" && last !== null && "summary" in last ? last.summary : undefined;
  const matched =
    typeof summary === "object" && summary !== null && "matched" in summary ? summary.matched : undefined;
  return Number(matched);
}
