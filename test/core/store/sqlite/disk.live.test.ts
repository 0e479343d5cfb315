import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const script = fileURLToPath(new URL("../fixtures/full-disk.ts", import.meta.url));
const namespace = ["-m", "--propagation", "private"];
const allowed = spawnSync("unshare", [...namespace, "true"]).status === 0;

test.skipIf(!allowed)(
  "a full or read-only disk is a clear Fault, leaves nothing half, and the store works again afterwards (needs root and mount namespaces)",
  () => {
    using temporary = temporaryFolder();
    const printed = execFileSync("unshare", [...namespace, process.execPath, script, temporary.path], {
      encoding: "utf8",
    });
    const found = new Map<unknown, unknown>(
      printed
        .trim()
        .split("\n")
        .map((line) => {
          const parsed: unknown = JSON.parse(line);
          return Array.isArray(parsed) ? [parsed[0], parsed[1]] : [line, undefined];
        }),
    );
    const full = /^unavailable: .*(is full|SQLite code \d+).*(make room|disk is full)/;
    expect(found.get("while full")).toMatch(full);
    expect(found.get("alerts after full")).toBe("whole");
    expect(found.get("backup while full")).toMatch(/^unavailable: .*full/);
    expect(found.get("backup file")).toBe(false);
    expect(found.get("reading while full")).toBe("fine");
    expect(found.get("after room was made")).toBe("fine");
    expect(found.get("chain")).toBe("intact");
    expect(found.get("opening anew on a full disk")).toMatch(/^unavailable: .*full/);
    expect(found.get("opening a read-only disk")).toMatch(/^unavailable: .*read-only/);
    expect(found.get("writable again")).toBe("fine");
  },
);
