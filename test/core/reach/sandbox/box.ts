import { chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grant } from "#core/domain";
import { openSandbox, type Sandbox, type SandboxLevel, type SandboxOutcome } from "#core/reach";
import { systemClock } from "#core/runtime";
import { hearLog } from "../../../support/heard-log.ts";

export const uid = process.getuid?.() ?? 0;
/** Whom commands run as here: root's run as nobody. */
export const runner = uid === 0 ? 65_534 : uid;

/** Why the tests of `full` cannot run; `npm run peers:install` brings it. */
export const absent = existsSync("/usr/bin/bwrap") ? undefined : "install bubblewrap (npm run peers:install)";

export interface Box extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** A folder of whoever commands run as. */
  readonly folder: string;
  /** Audit lines so far. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  run(
    command: string,
    how?: { grants?: readonly Grant[]; deadlineMs?: number; signal?: AbortSignal; mostBytes?: number },
  ): Promise<SandboxOutcome>;
}

export async function openBox(level: SandboxLevel, forbidden: readonly string[] = []): Promise<Box> {
  const folder = mkdtempSync(join(tmpdir(), "fettle-box-"));
  chownSync(folder, runner, runner);
  const { log, lines } = hearLog();
  const redact = (text: string): string => text.replaceAll("hunter2", "<secret>");
  const sandbox = await openSandbox({ level, clock: systemClock, log, uid, forbidden, redact });
  return {
    sandbox,
    folder,
    lines,
    run: (command, how = {}) =>
      sandbox.execute({
        argv: ["sh", "-c", command],
        grants: [],
        deadlineMs: 5_000,
        signal: new AbortController().signal,
        mostBytes: 10_000,
        what: "test",
        ...how,
      }),
    [Symbol.asyncDispose]: async () => {
      await sandbox[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A folder in a box, of whoever commands run as. */
export function folderIn(box: Box, name: string): string {
  const path = join(box.folder, name);
  mkdirSync(path);
  chownSync(path, runner, runner);
  return path;
}
