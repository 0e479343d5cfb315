import type { FileFault } from "#core/domain";
import { excerptAt } from "#core/expr";
import { Mistake, openReader } from "./reader.ts";
import type { Line, Statement, Trial, TrialFile } from "./script.ts";
import { readStatement } from "./statements.ts";
import { wordsOf } from "./words.ts";

export type TrialReading =
  | { readonly ok: true; readonly file: TrialFile }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

const mostChars = 256 * 1024;

/** Reads a file of runbook tests; every line that is none is told. */
export function readTrials({ file, text }: { readonly file: string; readonly text: string }): TrialReading {
  const placing: Placing = (line, column) => (message) => {
    const excerpt = excerptAt(text, line, column);
    return { file, line, column, path: "", message, excerpt };
  };
  if (text.length > mostChars) {
    const message = `expected at most ${mostChars} characters of tests, got ${text.length}`;
    return { ok: false, faults: [placing(1, 1)(message)] };
  }
  const { faults, ...read } = readLines(text, placing);
  if (faults.length > 0) return { ok: false, faults };
  const missing = read.runbooks.length === 0 ? 'runbook "FILE.runbook"' : 'test "NAME"';
  if (read.runbooks.length > 0 && read.trials.length > 0) return { ok: true, file: read };
  return { ok: false, faults: [placing(1, 1)(`expected: ${missing}`)] };
}

type Placing = (line: number, column: number) => (message: string) => FileFault;

function readLines(text: string, placing: Placing): TrialFile & { readonly faults: readonly FileFault[] } {
  const faults: FileFault[] = [];
  const runbooks: TrialFile["runbooks"][number][] = [];
  const trials: (Trial & { readonly lines: Line[] })[] = [];
  let inTest = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    // Also one whose name cannot be read: what follows belongs to it.
    inTest ||= /^\s*test\b/.test(line);
    try {
      const read = readLine(line, inTest);
      const place = placing(index + 1, line.length - line.trimStart().length + 1);
      if (read?.kind === "runbook") runbooks.push({ path: read.path, place });
      else if (read?.kind === "test") trials.push({ name: read.name, place, lines: [] });
      else if (read?.kind === "statement") {
        expectOneEvent(trials.at(-1), read);
        trials.at(-1)?.lines.push({ statement: read.statement, place });
      }
    } catch (thrown) {
      if (!(thrown instanceof Mistake)) throw thrown;
      faults.push(placing(index + 1, thrown.at + 1)(thrown.message));
    }
  }
  for (const { lines, place } of trials) {
    const isEmpty = faults.length === 0 && lines.every(({ statement }) => statement.kind !== "expect");
    if (isEmpty) faults.push(place("the test expects nothing, so it shows nothing: add expect …"));
  }
  return { faults, runbooks, trials };
}

/** A plan is for the newest incident: of two in a row the first would be for nothing. */
function expectOneEvent(
  trial: Trial | undefined,
  { statement, at }: { statement: Statement; at: number },
): void {
  const last = trial?.lines.findLast(({ statement: { kind } }) => kind === "event" || kind === "plan");
  if (statement.kind !== "event" || last?.statement.kind !== "event") return;
  throw new Mistake(at, "expected a plan for the event before this one: write another test for this one");
}

function readLine(line: string, inTest: boolean) {
  const words = wordsOf(line);
  if (!words.ok) throw new Mistake(words.at, words.message);
  const reader = openReader(words.words, line.length);
  if (reader.isDone) return undefined;
  const { at } = reader;
  if (reader.takes("runbook")) {
    if (inTest) throw new Mistake(at, "expected the runbooks before the first test");
    const path = reader.text("a file in quotation marks");
    reader.end();
    return { kind: "runbook", path } as const;
  }
  if (reader.takes("test")) {
    const name = reader.text("the test's name in quotation marks");
    reader.end();
    return { kind: "test", name } as const;
  }
  if (!inTest) throw new Mistake(at, 'expected runbook "FILE.runbook" or test "NAME"');
  return { kind: "statement", statement: readStatement(reader, line), at } as const;
}
