import { Fault, type FileFault, formatFileFault } from "#core/domain";
import { globSync } from "node:fs";
import { printableLines } from "../blocks/index.ts";
import { readPattern, type TextFile } from "../config-files.ts";
import { onSignals } from "../signals.ts";
import { jsonLine } from "../text.ts";
import { endings, readPlayables } from "./test-files.ts";
import { exit, jsonHelp, jsonOption, type Terminal, type Verb } from "./verb.ts";

const names = "NAME.test.yml beside its rules, NAME.runbook.test beside its runbook";
const mostFiles = 1_000;

export const test: Verb = {
  name: "test",
  summary: "run the tests of rules and runbooks; nothing in the world is touched",
  usage: "[FILE…] [--json]",
  options: jsonOption,
  optionHelp: jsonHelp,
  run: async ({ positionals, values }, terminal) => {
    const json = values["json"] === true;
    const startedMs = performance.now();
    const counts = { passed: 0, failed: 0 };
    const files = readFiles(positionals);
    const stop = new AbortController();
    const interrupt = (): void => {
      if (stop.signal.aborted) process.exit(exit.couldNot);
      stop.abort();
    };
    using _ = onSignals({ SIGINT: interrupt, SIGTERM: interrupt, SIGHUP: interrupt });
    for (const file of files) await testFile(file, { json, terminal, counts, stop: stop.signal });
    const seconds = Number(((performance.now() - startedMs) / 1_000).toFixed(2));
    const { passed, failed } = counts;
    terminal.out(
      json
        ? jsonLine({ summary: { passed, failed, seconds } })
        : `${passed} tests passed, ${failed} failed in ${seconds} s\n`,
    );
    if (stop.signal.aborted) throw new Fault("unavailable", "the tests were stopped before their end");
    return failed === 0 ? exit.fine : exit.found;
  },
};

/** Those that are named, or all below the current folder. @throws Fault `missing` where there is none. */
function readFiles(named: readonly string[]): TextFile[] {
  const other = named.find((name) => !endings.some((ending) => name.endsWith(ending)));
  if (other !== undefined)
    throw new Fault("invalid", `expected files of tests (${names}), got ${JSON.stringify(other)}`);
  const patterns = named.length > 0 ? named : below();
  const files = patterns.flatMap((pattern) => {
    const found = readPattern(pattern, ".");
    if (found.length === 0) throw new Fault("missing", `no file matches ${JSON.stringify(pattern)}`);
    return found;
  });
  if (files.length > 0) return files;
  throw new Fault("missing", `there is no test below this folder: ${names}`);
}

function below(): string[] {
  const hidden = (name: string): boolean => name === "node_modules" || (name.startsWith(".") && name !== ".");
  const found = endings.flatMap((ending) => globSync(`**/*${ending}`, { exclude: hidden })).toSorted();
  if (found.length <= mostFiles) return found;
  throw new Fault("invalid", `there are ${found.length} files of tests here: name at most ${mostFiles}`);
}

interface Telling {
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly counts: { passed: number; failed: number };
  readonly stop: AbortSignal;
}

async function testFile(text: TextFile, telling: Telling): Promise<void> {
  const read = readPlayables(text);
  if (!read.ok) return tell({ file: text.file, name: "", faults: read.faults }, telling);
  for (const { name, play } of read.tests) {
    if (telling.stop.aborted) return;
    const faults = await play(telling.stop);
    if (telling.stop.aborted) return;
    tell({ file: text.file, name, faults }, telling);
  }
}

interface Result {
  readonly file: string;
  /** Empty for a file that cannot be read as tests. */
  readonly name: string;
  readonly faults: readonly FileFault[];
}

function tell({ file, name, faults }: Result, { json, terminal, counts }: Telling): void {
  const passed = faults.length === 0;
  counts[passed ? "passed" : "failed"] += 1;
  if (json) terminal.out(jsonLine({ file, test: name, passed, faults }));
  else if (!passed) {
    const head = name === "" ? "" : `✘ ${name}\n`;
    terminal.out(`${printableLines(`${head}${faults.map(formatFileFault).join("\n")}`)}\n`);
  }
}
