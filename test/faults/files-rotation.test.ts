import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { systemClock, type Clock } from "#core/runtime";
import { openFileSource } from "../../core/inspect/sources/file-source.ts";
import { linesOf, textOf } from "../../core/inspect/sources/lines.ts";
import type { Chunk, Source } from "../../core/inspect/sources/source.ts";
import { asCheckpoints, keep, type Kept } from "../core/inspect/sources/reading.ts";

const totalLines = 60_000;
const writer = join(import.meta.dirname, "../core/inspect/sources/rotating-writer.ts");
const said = z.union([
  z.object({ written: z.number() }),
  z.object({ counts: z.object({ rename: z.number(), copyTruncate: z.number(), remake: z.number() }) }),
]);

/** Ten times as fast as the wall, so that a second's scan does not make the test wait. */
const fastClock: Clock = {
  ...systemClock,
  monotonicMs: () => systemClock.monotonicMs() * 10,
  sleep: (ms, signal) => systemClock.sleep(ms / 10, signal),
};

test("a reader that is killed again and again loses no line of a log that is rotated in every way", async () => {
  const folder = mkdtempSync(join(tmpdir(), "fettle-rotation-"));
  const seed = 1 + Math.floor(Math.random() * 1e9);
  const child = fork(writer, [folder, String(totalLines), String(seed)], { execArgv: [] });
  const crashing = newCrashingReader(folder);
  try {
    const counts = await serve(child, crashing);
    await crashing.untilKept(totalLines);
    const numbers = crashing.effects().map((text) => Number(text.split(" ", 1)[0]));
    const distinct = new Set(numbers);
    const written = Math.max(...distinct);
    const outcome = {
      lost: written - distinct.size,
      doubled: numbers.length - distinct.size,
      disagreements: crashing.disagreements,
      unavailable: crashing.unavailable,
      allWritten: written >= totalLines,
      crashedOften: crashing.crashes > 10,
      someCameAgain: crashing.repeated > 0,
      rotatedInEachWay: Math.min(...Object.values(counts)) > 2,
    };
    const { crashes, repeated } = crashing;
    expect({ ...outcome, seed, counts, crashes, repeated }).toEqual({
      lost: 0,
      doubled: 0,
      disagreements: [],
      unavailable: [],
      allWritten: true,
      crashedOften: true,
      someCameAgain: true,
      rotatedInEachWay: true,
      seed,
      counts,
      crashes,
      repeated,
    });
  } finally {
    await crashing[Symbol.asyncDispose]();
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}, 40_000);

interface CrashingReader extends AsyncDisposable {
  readonly crashes: number;
  /** Lines that came more than once under one name. */
  readonly repeated: number;
  /** Names that stood for two different lines. */
  readonly disagreements: readonly string[];
  /** Troubles of the machine, such as too many open files. */
  readonly unavailable: readonly string[];
  /** The text of each line by its name: what an effect named by (stream, offset) has once. */
  effects(): string[];
  untilKept(lines: number): Promise<void>;
}

/** Reads, keeps positions late and in order, and at random moments is dropped as if by `kill -9`. */
function newCrashingReader(folder: string): CrashingReader {
  const effects = new Map<string, string>();
  const kept: Kept = new Map();
  const keptLines = new Set<string>();
  const disagreements: string[] = [];
  const unavailable: string[] = [];
  const ending = new AbortController();
  let waiting = false;
  let crashes = 0;
  let repeated = 0;

  const done = live();

  async function live(): Promise<void> {
    while (!ending.signal.aborted) {
      await oneLife();
      crashes++;
    }
  }

  async function oneLife(): Promise<void> {
    const source = openFileSource({
      id: "app",
      globs: [join(folder, "app.log*")],
      labels: {},
      from: "start",
      checkpoints: asCheckpoints(kept),
      clock: fastClock,
      onTrouble: (fault) => fault.kind === "unavailable" && unavailable.push(fault.message),
    });
    await readUntilDeath(source);
    // As the system does for a killed process: its files are closed, and nothing else is done for it.
    await source[Symbol.asyncDispose]();
  }

  async function readUntilDeath(source: Source): Promise<void> {
    const pending: Chunk[] = [];
    const chunks = source.chunks(ending.signal)[Symbol.asyncIterator]();
    const dies = AbortSignal.any([AbortSignal.timeout(20 + Math.floor(Math.random() * 500)), ending.signal]);
    const death = new Promise<undefined>((resolve) => {
      dies.addEventListener("abort", () => resolve(undefined), { once: true });
    });
    while (!dies.aborted) {
      const flush = setInterval(() => waiting && keepAll(pending, 0), 5);
      const next = await Promise.race([chunks.next(), death]);
      clearInterval(flush);
      if (next === undefined || next.done === true) return;
      haveEffects(next.value);
      if (Math.random() < 0.05) return;
      pending.push(next.value);
      keepAll(pending, Math.floor(Math.random() * 4));
    }
  }

  function haveEffects(chunk: Chunk): void {
    for (const line of linesOf(chunk)) {
      const name = `${chunk.stream} ${line.offset}`;
      const text = textOf(chunk, line);
      const before = effects.get(name);
      if (before !== undefined) repeated++;
      if (before !== undefined && before !== text) disagreements.push(`${name}: ${before} / ${text}`);
      effects.set(name, text);
    }
  }

  function keepAll(pending: Chunk[], late: number): void {
    while (pending.length > late) {
      const chunk = pending.shift();
      if (chunk === undefined) return;
      keep(kept, chunk);
      for (const line of linesOf(chunk)) keptLines.add(`${chunk.stream} ${line.offset}`);
    }
  }

  return {
    get crashes() {
      return crashes;
    },
    get repeated() {
      return repeated;
    },
    disagreements,
    unavailable,
    effects: () => [...effects.values()],
    async untilKept(lines) {
      waiting = true;
      const deadline = systemClock.monotonicMs() + 10_000;
      while (keptLines.size < lines && !ending.signal.aborted) {
        if (systemClock.monotonicMs() > deadline) throw new Error(missingLines(effects, lines, kept));
        await systemClock.sleep(5, ending.signal);
      }
      waiting = false;
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await done;
    },
  };
}

function missingLines(effects: ReadonlyMap<string, string>, lines: number, kept: Kept): string {
  const seen = new Set([...effects.values()].map((text) => Number(text.split(" ", 1)[0])));
  const missing = Array.from({ length: lines }, (_, i) => i + 1).filter((number) => !seen.has(number));
  const range = `${missing[0]} to ${missing.at(-1)}`;
  return `${missing.length} lines did not come, ${range}; kept: ${JSON.stringify([...kept])}`;
}

/** Lets the writer go on whenever all that it has written is kept; returns how often it rotated. */
async function serve(child: ChildProcess, reader: CrashingReader): Promise<Record<string, number>> {
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the writer ended early with ${code}`)));
    child.on("message", (message) => {
      const word = said.parse(message);
      if ("counts" in word) resolve(word.counts);
      else void reader.untilKept(word.written).then(() => child.send("go"), reject);
    });
  });
}
