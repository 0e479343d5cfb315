import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

/* The checked-in bytes of the kernels are what their sources give; the compiler is installed for this test only. */

test.for(["core/inspect/prefilter/kernel", "core/redact/kernel"])(
  "%s/kernel.wasm is what the compiler makes of its source",
  { timeout: 120_000 },
  (source) => {
    const folder = mkdtempSync(join(tmpdir(), "fettle-kernel-"));
    try {
      cpSync(source, folder, { recursive: true });
      rmSync(join(folder, "kernel.wasm"));
      const npm = (...words: readonly string[]) => execFileSync("npm", words, { cwd: folder, stdio: "pipe" });
      npm("install", "--no-audit", "--no-fund", "--no-package-lock");
      npm("run", "build");
      expect(readFileSync(join(folder, "kernel.wasm"))).toEqual(readFileSync(join(source, "kernel.wasm")));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
