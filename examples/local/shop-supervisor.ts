import { once } from "node:events";
import { spawn } from "node:child_process";
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { watchParent } from "./shop-parent.ts";

/*
 * Keeps the shop running beside another process, its parent (the file `start`): starts it again whenever it
 * ends, as systemd would, and ends it when the parent is gone. `ready` on stdout says that the shop is open.
 * Exit: 0 when told to stop, 2 when the shop could not start, 1 when it ended too often.
 */

const pauseMs = 500;
/** More restarts than this within a minute would not help either. */
const restartsMax = 5;
const withinMs = 60_000;
/** The shop ends soon after SIGTERM, a hung one too; one that does not is killed. */
const graceMs = 2_000;

const shop = fileURLToPath(new URL("shop.ts", import.meta.url));

async function supervise(words: readonly string[], stop: AbortSignal): Promise<0 | 1 | 2> {
  let wasOpen = false;
  let startsMs: number[] = [];
  for (;;) {
    const open = (): void => {
      if (!wasOpen) writeSync(1, "ready\n");
      wasOpen = true;
    };
    await runShop(words, { stop, open });
    if (stop.aborted) return 0;
    if (!wasOpen) return 2;
    const nowMs = performance.now();
    startsMs = [...startsMs.filter((ms) => ms > nowMs - withinMs), nowMs];
    if (startsMs.length > restartsMax) {
      process.stderr.write(
        `the shop ended ${startsMs.length} times within a minute, and is left alone now\n`,
      );
      return 1;
    }
    await sleep(pauseMs, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return 0;
  }
}

/** Resolves when the shop has ended, by itself or because of `stop`. */
async function runShop(
  words: readonly string[],
  { stop, open }: { readonly stop: AbortSignal; readonly open: () => void },
): Promise<void> {
  // In a session of its own: what the terminal sends to its foreground (Ctrl-C, hanging up) is not for the shop.
  const child = spawn(process.execPath, [shop, "--beside", String(process.pid), ...words], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.once("data", open).resume();
  const ended = once(child, "exit");
  const end = (): void => {
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), graceMs).unref();
  };
  stop.addEventListener("abort", end, { once: true });
  if (stop.aborted) end();
  await ended;
  stop.removeEventListener("abort", end);
}

const { values } = parseArgs({
  options: { beside: { type: "string" }, data: { type: "string" }, port: { type: "string" } },
});
const { beside = "", data = "", port = "" } = values;
const stopping = new AbortController();
const stop = (): void => {
  stopping.abort();
};
watchParent(Number(beside), stop);
process.on("SIGTERM", stop);
// The parent gets these too, and decides what they mean.
for (const signal of ["SIGINT", "SIGHUP", "SIGQUIT"]) process.on(signal, () => {});
process.exit(await supervise(["--data", data, "--port", port], stopping.signal));
