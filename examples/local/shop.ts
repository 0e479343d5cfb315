import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openHttp } from "./shop-http.ts";
import { openShopLog } from "./shop-log.ts";
import { watchParent } from "./shop-parent.ts";
import { claimPidFile } from "./shop-pid.ts";
import { Sales } from "./shop-sales.ts";
import { runTraffic } from "./shop-traffic.ts";

/*
 * A small shop to watch, to break and to repair: `node examples/local/shop.ts --data FOLDER`.
 *
 *   /healthz  how it is: 200, or 503 when nobody can buy     /order  sells something
 *   /         a line of text                                 /login?user=NAME  fails, and is logged
 *   POST /break/errors   repaired by SIGHUP (payments.json is read again) or a restart
 *   POST /break/disk     repaired by removing files from FOLDER/spool
 *   POST /break/hang     repaired by a restart
 *
 * It writes FOLDER/shop.log and FOLDER/shop.pid. Exit: 0 when told to stop, 2 when it could not start.
 */

/** Visitors in the middle of something get so long when the shop ends; a hung one would take for ever. */
const graceMs = 300;

interface Settings {
  readonly folder: string;
  readonly port: number;
  readonly perSecond: number;
  readonly logBytes: number;
  readonly quotaBytes: number;
  readonly beside: number;
}

function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      port: { type: "string", default: "8081" },
      rate: { type: "string", default: "3" },
      "log-bytes": { type: "string", default: "5000000" },
      "quota-bytes": { type: "string", default: "20000000" },
      beside: { type: "string", default: "0" },
    },
  });
  if (values.data === undefined) throw new Error("expected --data FOLDER, where it keeps its files");
  return {
    folder: values.data,
    port: readNumber("--port", values.port, 65_535),
    perSecond: readNumber("--rate", values.rate, 1_000),
    logBytes: readNumber("--log-bytes", values["log-bytes"], 1e12),
    quotaBytes: readNumber("--quota-bytes", values["quota-bytes"], 1e12),
    beside: readNumber("--beside", values.beside, 2 ** 31),
  };
}

function readNumber(option: string, text: string, max: number): number {
  if (/^\d+$/.test(text) && Number(text) <= max) return Number(text);
  throw new Error(`expected a number from 0 to ${max} after ${option}, got ${JSON.stringify(text)}`);
}

async function main(settings: Settings): Promise<void> {
  const { folder } = settings;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const claim = await claimPidFile(join(folder, "shop.pid"));
  process.once("exit", () => {
    claim[Symbol.dispose]();
  });
  const log = openShopLog(join(folder, "shop.log"), settings.logBytes);
  const sales = new Sales({ folder, quotaBytes: settings.quotaBytes, log });
  const server = await openHttp(sales, settings.port);
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    server.close();
    log("info", "closing");
    // Whoever is served gets the answer; in a hung shop the till never comes.
    void sales.till.use(() => setImmediate(() => process.exit(0)));
    setTimeout(() => process.exit(0), graceMs);
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  process.on("SIGHUP", () => {
    sales.reread();
  });
  if (settings.beside > 0) watchParent(settings.beside, stop);
  log("info", `open on port ${settings.port}`);
  process.stdout.write(`the shop is open at http://127.0.0.1:${settings.port}\n`);
  if (settings.perSecond > 0) {
    void runTraffic(sales, { perSecond: settings.perSecond, signal: stopping.signal });
  }
}

try {
  await main(readSettings(process.argv.slice(2)));
} catch (thrown) {
  process.stderr.write(`shop: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exit(2);
}
