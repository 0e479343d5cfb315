import type { FileFault } from "#core/domain";
import { openShelf, playTrial, readTrials, type TrialFile } from "#core/heal";
import { loadRules, playRuleTest, readRuleTests, type RuleTestFile, ruleTestBegin } from "#core/inspect";
import { openRedactor } from "#core/redact";
import { handClock, type HandClock } from "#core/runtime";
import { openStore, type Store } from "#core/store";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { readPattern, ruleTestEnding, type TextFile } from "../config-files.ts";

export const endings: readonly string[] = [".runbook.test", ruleTestEnding];

/** One test, ready to be played. */
interface Playable {
  readonly name: string;
  /** What is not as it is expected. */
  readonly play: (stop: AbortSignal) => Promise<readonly FileFault[]>;
}

export type Playables =
  | { readonly ok: true; readonly tests: readonly Playable[] }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

/** Real time; a test takes a small part of a second. */
const mostMs = 10_000;

/** The tests of a file, of runbooks or of rules by its name. */
export function readPlayables(text: TextFile): Playables {
  return text.file.endsWith(ruleTestEnding) ? rulePlayables(text) : runbookPlayables(text);
}

function runbookPlayables(text: TextFile): Playables {
  const read = readTrials(text);
  if (!read.ok) return read;
  const reading = shelfOf(read.file, text.file);
  if (!reading.ok) return reading;
  const { shelf } = reading;
  const tests = read.file.trials.map((trial): Playable => ({
    name: trial.name,
    play: (stop) => withStore(stop, handClock(), (around) => playTrial(trial, { shelf, ...around })),
  }));
  return { ok: true, tests };
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

function rulePlayables(text: TextFile): Playables {
  const read = readRuleTests(text);
  if (!read.ok) return read;
  const loaded = rulesOf(read.file, text.file);
  if (!loaded.ok) return loaded;
  const { rules } = loaded;
  const redactor = openRedactor({ key: randomBytes(32) });
  const tests = read.file.tests.map((test): Playable => ({
    name: test.source.name,
    play: (stop) =>
      withStore(stop, handClock(ruleTestBegin(test)), (around) =>
        playRuleTest(test, { rules, redactor, ...around }),
      ),
  }));
  return { ok: true, tests };
}

/** The rules that a file of tests names; NAME.yml beside NAME.test.yml where it names none. */
function rulesOf({ rules, placeOfRules }: RuleTestFile, file: string) {
  const patterns = rules ?? [`${basename(file, ruleTestEnding)}.yml`];
  const faults: FileFault[] = [];
  const files = patterns.flatMap((pattern) => {
    const found = readPattern(pattern, dirname(resolve(file)));
    if (found.length === 0) faults.push(placeOfRules(`no file of rules matches ${JSON.stringify(pattern)}`));
    return found;
  });
  return faults.length > 0 ? ({ ok: false, faults } as const) : loadRules(files);
}

interface Around {
  readonly store: Store;
  readonly clock: HandClock;
  readonly signal: AbortSignal;
}

/** Each test has a store of its own, which goes with it. */
async function withStore<T>(
  stop: AbortSignal,
  clock: HandClock,
  play: (around: Around) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "fettle-test-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Also where the process ends in the midst of it.
  process.once("exit", remove);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(mostMs)]);
  try {
    const state = join(folder, "state");
    await using store = await openStore({ folder: state, mode: "write", auditKey: randomBytes(32), clock });
    return await play({ store, clock, signal });
  } finally {
    process.off("exit", remove);
    remove();
  }
}
