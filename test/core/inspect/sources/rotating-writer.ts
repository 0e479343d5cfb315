/**
 * A process that writes numbered lines to `<folder>/app.log` and rotates it in every way, at random.
 * Arguments: folder, number of lines, seed. Before it truncates or deletes what a reader may not have
 * read, it sends `{ written }` and waits for an answer: the pause that such rotation needs. Before it
 * ends it sends how often it rotated in each way, and how many lines it wrote.
 */
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [folder = "", lines = "0", seed = "1"] = process.argv.slice(2);
const log = join(folder, "app.log");
const counts = { rename: 0, copyTruncate: 0, remake: 0 };
let state = Number(seed);
let written = 0;
let fd = openSync(log, "a");

while (written < Number(lines)) {
  for (let i = random(20); i >= 0; i--) {
    writeSome();
    if (random(3) === 0) await sleep(random(8));
  }
  await rotate();
}
process.send?.({ counts, total: written });
process.disconnect();

/** Some lines in one write, or one line in two. */
function writeSome(): void {
  const text = Array.from({ length: 1 + random(60) }, nextLine).join("");
  const half = random(2) === 0 ? text.length : random(text.length);
  writeSync(fd, text.slice(0, half));
  writeSync(fd, text.slice(half));
}

function nextLine(): string {
  written++;
  return `${written} ${"x".repeat(random(10) === 0 ? random(3000) : random(80))}\n`;
}

async function rotate(): Promise<void> {
  switch (random(4)) {
    case 0:
      counts.rename++;
      renameSync(log, `${log}.${counts.rename}`);
      // As a program does that has not been told yet.
      writeSome();
      closeSync(fd);
      fd = openSync(log, "a");
      return;
    case 1:
      counts.copyTruncate++;
      await untilRead();
      copyFileSync(log, join(folder, `copy-${counts.copyTruncate}`));
      truncateSync(log);
      // At once longer than before, at times.
      if (random(2) === 0) appendFileSync(log, Array.from({ length: 400 }, nextLine).join(""));
      return;
    case 2:
      counts.remake++;
      await untilRead();
      closeSync(fd);
      unlinkSync(log);
      fd = openSync(log, "a");
      return;
    default:
      return;
  }
}

async function untilRead(): Promise<void> {
  process.send?.({ written });
  await once(process, "message");
}

/** A whole number below `limit`; xorshift, so that a seed gives the same run. */
function random(limit: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}
