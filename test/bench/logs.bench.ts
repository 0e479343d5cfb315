import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchContext } from "./bench.ts";
import { hostileLines } from "./logs/hostile.ts";
import { latency } from "./logs/latency.ts";
import type { Part } from "./logs/part.ts";
import { besideRipgrep } from "./logs/ripgrep.ts";
import { scaling } from "./logs/scaling.ts";
import { besideSyslogs } from "./logs/syslogs.ts";

const parts: Readonly<Record<string, Part>> = {
  ripgrep: besideRipgrep,
  syslogs: besideSyslogs,
  scaling,
  hostile: hostileLines,
  latency,
};

/**
 * `fettle scan` with a hundred rules, a fifth of them with conditions, redaction on, its alerts written to a pipe. Arguments:
 * how many thousand lines the big corpora have (default 16000: 2 and 3.4 GB), and which parts (default: all).
 */
export async function bench({ args, print }: BenchContext): Promise<void> {
  const [thousands = "16000", ...names] = args;
  const lines = Number(thousands) * 1_000;
  if (!Number.isInteger(lines) || lines < 1) throw new RangeError(`expected a number, got "${thousands}"`);
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    throw new RangeError(`expected parts of ${Object.keys(parts).join(", ")}, got "${unknown}"`);
  const folder = mkdtempSync(join(tmpdir(), "fettle-bench-"));
  try {
    for (const [name, part] of Object.entries(parts)) {
      if (names.length === 0 || names.includes(name)) await part({ folder, lines, print });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
