import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const totalBytes = 1_000_000_000;
const rules = join(root, "examples/local/rules/shop.yml");

test("scanning a gigabyte takes no more memory than scanning its first tenth, and loses no line", async () => {
  const child = spawn(process.execPath, [join(root, "bot/cli.ts"), "scan", "-", "--json", "--rules", rules], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const block = Buffer.from(aBlock());
  const blocks = Math.ceil(totalBytes / block.length);
  let early = 0;
  for (let i = 0; i < blocks; i++) {
    if (!child.stdin.write(block)) await once(child.stdin, "drain");
    if (i === Math.floor(blocks / 10)) early = residentKb(child.pid);
  }
  const late = residentKb(child.pid);
  child.stdin.end();
  await once(child, "close");

  const lines = blocks * linesInBlock;
  expect(JSON.parse(output.trim().split("\n").at(-1) ?? "")).toMatchObject({
    summary: { lines, matched: blocks, alerts: 1 },
  });
  expect(child.exitCode).toBe(1);
  // A young heap grows for a while; a leak of a thousandth of the input would be over this.
  expect(late - early).toBeLessThan(48 * 1024);
}, 120_000);

const linesInBlock = 5_000;

/** One line in 5,000 is a hit. */
function aBlock(): string {
  const quiet = Array.from(
    { length: linesInBlock - 1 },
    (_, i) =>
      `{"time":"2026-11-23T09:00:00Z","level":"info","host":"web-1","msg":"order ${i} paid","ms":${i % 300}}`,
  );
  const loud = '{"time":"2026-11-23T09:00:00Z","level":"error","host":"web-1","msg":"timeout after 30s"}';
  return `${[...quiet, loud].join("\n")}\n`;
}

function residentKb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
}
