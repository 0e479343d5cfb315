import { Fault, type FileFault, formatFileFault } from "#core/domain";
import { openShelf, playTrial, readTrials, type Shelf, type Trial, type TrialFile } from "#core/heal";
import { handClock } from "#core/runtime";
import { openStore } from "#core/store";
import { randomBytes } from "node:crypto";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { printableLines } from "../blocks/index.ts";
import { readPattern, type TextFile } from "../config-files.ts";
import { onSignals } from "../signals.ts";
import { jsonLine } from "../text.ts";
import { exit, jsonHelp, jsonOption, type Terminal, type Verb } from "./verb.ts";

const ending = ".runbook.test";
const mostFiles = 1_000;
/** Real time; a test takes a small part of a second. */
const mostMs = 10_000;

export const test: Verb = {
  name: "test",
  summary: "run the tests of runbooks; nothing in the world is touched",
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
  const other = named.find((name) => !name.endsWith(ending));
  if (other !== undefined) {
    throw new Fault(
      "invalid",
      `expected files of runbook tests (NAME${ending}), got ${JSON.stringify(other)}`,
    );
  }
  const patterns = named.length > 0 ? named : below();
  const files = patterns.flatMap((pattern) => {
    const found = readPattern(pattern, ".");
    if (found.length === 0) throw new Fault("missing", `no file matches ${JSON.stringify(pattern)}`);
    return found;
  });
  if (files.length > 0) return files;
  throw new Fault("missing", `there is no test below this folder: NAME${ending}, beside its runbook`);
}

function below(): string[] {
  const hidden = (name: string): boolean => name === "node_modules" || (name.startsWith(".") && name !== ".");
  const found = globSync(`**/*${ending}`, { exclude: hidden });
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
  const read = readTrials(text);
  if (!read.ok) return tell({ file: text.file, name: "", faults: read.faults }, telling);
  const reading = shelfOf(read.file, text.file);
  if (!reading.ok) return tell({ file: text.file, name: "", faults: reading.faults }, telling);
  for (const trial of read.file.trials) {
    if (telling.stop.aborted) return;
    const faults = await playAlone(trial, reading.shelf, telling.stop);
    if (telling.stop.aborted) return;
    tell({ file: text.file, name: trial.name, faults }, telling);
  }
}

/** What raises their events is asked by `fettle check`, not here. */
function shelfOf({ runbooks }: TrialFile, file: string) {
  const folder = dirname(resolve(file));
  const faults: FileFault[] = [];
  const files = runbooks.flatMap(({ path, place }) => {
    const found = readPattern(path, folder);
    if (found.length === 0) faults.push(place(`no runbook file matches ${JSON.stringify(path)}`));
    return found.map((one) => ({ ...one, folder: dirname(resolve(one.file)) }));
  });
  return faults.length > 0 ? ({ ok: false, faults } as const) : openShelf(files, { events: undefined });
}

/** Each test has a store of its own, which goes with it. */
async function playAlone(trial: Trial, shelf: Shelf, stop: AbortSignal): Promise<readonly FileFault[]> {
  const folder = mkdtempSync(join(tmpdir(), "fettle-test-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Also where the process ends in the midst of it.
  process.once("exit", remove);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(mostMs)]);
  try {
    const clock = handClock();
    const options = {
      folder: join(folder, "state"),
      mode: "write",
      auditKey: randomBytes(32),
      clock,
    } as const;
    await using store = await openStore(options);
    return await playTrial(trial, { shelf, store, clock, signal });
  } finally {
    process.off("exit", remove);
    remove();
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
