import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { linesOf, textOf } from "../../../../core/inspect/sources/lines.ts";
import { openScanSource } from "../../../../core/inspect/sources/scan-source.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fettle-scan-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function scan(
  files: readonly string[],
  onProgress?: (progress: { bytes: number; total: number }) => void,
): Promise<string[]> {
  const source = await openScanSource({ id: "scan", labels: {}, files, ...(onProgress && { onProgress }) });
  const lines: string[] = [];
  for await (const chunk of source.chunks(new AbortController().signal)) {
    for (const line of linesOf(chunk)) lines.push(`${chunk.stream}:${line.offset}:${textOf(chunk, line)}`);
  }
  return lines;
}

test("files are read to their ends one after the other, with progress up to the total", async () => {
  const [a, b] = [join(folder, "a"), join(folder, "b")];
  const many = Array.from({ length: 60_000 }, (_, i) => `line ${i}`);
  writeFileSync(a, "one\r\n\nunfinished");
  writeFileSync(b, many.join("\n"));
  const progress: { bytes: number; total: number }[] = [];
  const lines = await scan([a, b], (word) => progress.push(word));
  expect(lines.slice(0, 4)).toEqual([`${a}:0:one`, `${a}:5:`, `${a}:6:unfinished`, `${b}:0:line 0`]);
  expect(lines.length).toBe(3 + many.length);
  expect(lines.at(-1)?.endsWith(":line 59999")).toBe(true);
  expect(progress.length).toBeGreaterThan(2);
  expect(progress.at(-1)?.bytes).toBe(progress.at(-1)?.total);
});

test("a pipe is read although it has no size", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const writer = spawn("sh", ["-c", `printf 'one\\ntwo' > ${pipe}`]);
  expect(await scan([pipe])).toEqual([`${pipe}:0:one`, `${pipe}:4:two`]);
  expect(writer.pid).toBeGreaterThan(0);
});

test("a file that is missing or a folder is refused before anything is read", async () => {
  const there = join(folder, "there");
  writeFileSync(there, "one\n");
  await expect(openScanSource({ id: "scan", labels: {}, files: [there, `${there}2`] })).rejects.toMatchObject(
    {
      kind: "missing",
      message: `${there}2 cannot be read: there is no such file`,
    },
  );
  await expect(openScanSource({ id: "scan", labels: {}, files: [there, folder] })).rejects.toMatchObject({
    kind: "invalid",
    message: `${folder} cannot be read: expected a file, found a folder`,
  });
});
