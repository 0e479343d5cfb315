import { Fault } from "#core/domain";
import {
  type LogFormat,
  loadRules,
  logFormats,
  openCrew,
  openScanSource,
  openStreamSource,
  type ScanLine,
  type ScanSummary,
  scan as scanSources,
  type Source,
  traitsFor,
} from "#core/inspect";
import { redactorFrom, type RedactorRecipe } from "#core/redact";
import { systemClock } from "#core/runtime";
import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { readPattern, sizeOf } from "../config-files.ts";
import { ConfigurationFault, readOptions } from "../options.ts";
import { type ProgressLine, progressLine } from "../progress.ts";
import { redactorRecipe } from "../parts.ts";
import { keysOf } from "../state-folder.ts";
import { onSignals } from "../signals.ts";
import { printable } from "../blocks/index.ts";
import { jsonLine } from "../text.ts";
import { configOption, exit, type Given, jsonHelp, jsonOption, textOf, type Verb } from "./verb.ts";

export const scan: Verb = {
  name: "scan",
  summary: "judge log files once, and print what would fire",
  usage: "[FILE…|-] --rules FILE [--format FORMAT] [--threads N] [--json]",
  options: {
    ...configOption,
    ...jsonOption,
    rules: { type: "string", short: "r", multiple: true },
    format: { type: "string" },
    threads: { type: "string" },
  },
  optionHelp: {
    rules: "FILE  rules to judge by; may be a pattern, may be given again",
    format: `FORMAT  ${logFormats.join(", ")} (default: auto)`,
    threads: "N  threads that judge (default: all processors for files of 256 MB and more, else 1)",
    config: "FILE  a configuration whose pseudonym key and own patterns are used",
    ...jsonHelp,
  },
  run: async (given, terminal) => {
    const format = readFormat(textOf(given, "format"));
    const threads = readThreads(given);
    const ruleFiles = readRuleFiles(given);
    const rules = rulesOf(ruleFiles, given);
    const recipe = readRecipe(given);
    const redactor = redactorFrom(recipe);
    const progress = progressLine(terminal);
    const json = given.values["json"] === true;
    const sources = await openInputs(given.positionals, progress, threads > 1);
    const stop = new AbortController();
    const interrupt = (): void => {
      if (stop.signal.aborted) process.exit(exit.couldNot);
      stop.abort();
    };
    using _ = onSignals({ SIGINT: interrupt, SIGTERM: interrupt });
    const clock = systemClock;
    const onAlert = (line: ScanLine): void => {
      progress.clear();
      const { at, severity, rule, subject, summary } = line;
      const text = `${at ?? "-"} SEV${severity} ${rule} ${subject}: ${summary}`;
      terminal.out(json ? jsonLine(line) : `${printable(text)}\n`);
    };
    const traits = traitsFor(format);
    await using crew =
      threads > 1
        ? openCrew({ threads, job: { ruleFiles, redactor: recipe, format }, rules, redactor, traits })
        : undefined;
    const parts = { sources, rules, traits, redactor, clock, onAlert };
    const summary = await scanSources({ ...parts, ...(crew === undefined ? {} : { crew }) }, stop.signal);
    progress.clear();
    terminal.out(json ? jsonLine({ summary }) : summaryText(summary));
    if (stop.signal.aborted)
      throw new Fault("unavailable", "the scan was stopped before the end of its input");
    return summary.alerts > 0 ? exit.found : exit.fine;
  },
};

function readRuleFiles(given: Given) {
  const patterns = given.lists["rules"] ?? [];
  if (patterns.length === 0) throw new Fault("invalid", "expected --rules FILE; see: fettle scan --help");
  return patterns.flatMap((pattern) => {
    const found = readPattern(pattern, ".");
    if (found.length === 0) throw new Fault("missing", `no rules file matches ${JSON.stringify(pattern)}`);
    return found;
  });
}

function rulesOf(files: ReturnType<typeof readRuleFiles>, given: Given) {
  const loaded = loadRules(files);
  if (loaded.ok) return loaded.rules;
  throw new ConfigurationFault((given.lists["rules"] ?? []).join(" "), loaded.faults);
}

/** Below this a thread costs more than it spares. */
const manyBytes = 256 * 1024 * 1024;
const mostThreads = 64;

function readThreads(given: Given): number {
  const text = textOf(given, "threads");
  if (text === undefined) {
    const files = given.positionals.filter((file) => file !== "-");
    const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0);
    return bytes < manyBytes ? 1 : Math.min(availableParallelism(), mostThreads);
  }
  const threads = Number(text);
  if (/^\d+$/.test(text) && threads >= 1 && threads <= mostThreads) return threads;
  throw new Fault("invalid", `expected 1 to ${mostThreads} threads, got ${JSON.stringify(text)}`);
}

function readRecipe(given: Given): RedactorRecipe {
  const config = textOf(given, "config");
  if (config === undefined) return { key: randomBytes(32), patterns: [], kept: { private: true, known: [] } };
  const options = readOptions(config);
  return redactorRecipe(options, keysOf(options.state).redactKey);
}

function readFormat(text: string | undefined): LogFormat {
  const format = logFormats.find((known) => known === (text ?? "auto"));
  if (format !== undefined) return format;
  throw new Fault("invalid", `expected one of ${logFormats.join(", ")} after --format, got "${text}"`);
}

/** Each file is a source of its own, called by its path. */
async function openInputs(
  files: readonly string[],
  progress: ProgressLine,
  isShared: boolean,
): Promise<Source[]> {
  if (files.length === 0 || (files.length === 1 && files[0] === "-")) {
    return [openStreamSource({ id: "stdin", labels: {}, stream: process.stdin })];
  }
  if (files.includes("-")) throw new Fault("invalid", "expected files or -, not both");
  const total = files.reduce((sum, file) => sum + sizeOf(file), 0);
  let before = 0;
  return Promise.all(
    files.map((file) => {
      let last = 0;
      const onProgress = ({ bytes }: { readonly bytes: number }): void => {
        before += bytes - last;
        last = bytes;
        progress.show({ bytes: before, total });
      };
      return openScanSource({ id: file, labels: {}, files: [file], isShared, onProgress });
    }),
  );
}

function summaryText({ lines, matched, alerts, longLines, seconds }: ScanSummary): string {
  const rate = seconds > 0 ? Math.round(lines / seconds) : lines;
  const long = longLines === 0 ? "" : `, ${longLines} longer than 64 KiB (judged in pieces)`;
  return `${lines} lines, ${matched} matched${long}, ${alerts} alerts in ${seconds.toFixed(1)} s (${rate} lines/s)\n`;
}
