import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { systemClock } from "#core/runtime";
import { type Child, startChild } from "../core/store/child.ts";
import { shareCompileCache } from "../support/compile-cache.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const worker = fileURLToPath(new URL("fixtures/log-worker.ts", import.meta.url));
const writer = join(import.meta.dirname, "../core/inspect/sources/rotating-writer.ts");
const totalLines = 40_000;
const killsLeast = 50;
const said = z.union([
  z.object({ written: z.number() }),
  z.object({ counts: z.record(z.string(), z.number()), total: z.number() }),
]);
type Written = Extract<z.output<typeof said>, { total: number }>;

shareCompileCache();

test(
  "fifty kills of the process that follows a log under load: each line has its effect, and has it once",
  { timeout: 180_000 },
  async () => {
    using temporary = temporaryFolder();
    const [state, logs] = [join(temporary.path, "state"), join(temporary.path, "logs")];
    mkdirSync(state, { mode: 0o700 });
    mkdirSync(logs);
    const reader = { child: startChild(worker, [state, logs]), kills: 0 };
    const seed = String(1 + Math.floor(Math.random() * 1e9));
    const writing = fork(writer, [logs, String(totalLines), seed], { execArgv: [] });
    try {
      const rotations = served(writing, (lines) => until(() => countOf(reader.child) >= lines));
      const load = { isDone: false };
      void rotations.then(() => (load.isDone = true));
      // Also after the last line: what was written is then caught up with, between kills.
      while (!load.isDone || reader.kills < killsLeast) {
        await reader.child.printed(1);
        await systemClock.sleep(Math.random() * 400);
        await reader.child.kill();
        reader.kills += 1;
        reader.child = startChild(worker, [state, logs]);
      }
      const { counts, total } = await rotations;
      await until(() => countOf(reader.child) >= total);
      // Whatever came twice would come now.
      await systemClock.sleep(1_000);
      process.stdout.write(
        `${reader.kills} kills, ${JSON.stringify(counts)}, ${countOf(reader.child)} lines counted (seed ${seed})\n`,
      );
      expect({ seed, counted: countOf(reader.child) }).toEqual({ seed, counted: total });
    } finally {
      await reader.child[Symbol.asyncDispose]();
      writing.kill();
    }
  },
);

/** As it was told last; 0 before it was told. */
function countOf({ lines }: Child): number {
  const last = Number(lines.at(-1));
  return Number.isNaN(last) ? 0 : last;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await systemClock.sleep(20);
}

/** Lets the writer go on whenever all that it has written was counted; how it rotated in the end. */
function served(writing: ChildProcess, counted: (lines: number) => Promise<void>): Promise<Written> {
  return new Promise((resolve, reject) => {
    writing.once("error", reject);
    writing.once("exit", (code) => reject(new Error(`the writer ended early with ${code}`)));
    writing.on("message", (message) => {
      const word = said.parse(message);
      if ("counts" in word) resolve(word);
      else void counted(word.written).then(() => writing.send("go"), reject);
    });
  });
}
