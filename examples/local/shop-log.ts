import { appendFileSync, renameSync, statSync } from "node:fs";

/** Writes one line of JSON; whoever reads the file finds it there when this returns. */
export type ShopLog = (
  level: "info" | "warn" | "error",
  msg: string,
  fields?: Readonly<Record<string, string | number>>,
) => void;

/**
 * A log that never takes more than twice `bytesMax`: what would get longer becomes `FILE.1`, in the place of
 * the one before. The file is opened for each line, so it may be moved or deleted at any time.
 */
export function openShopLog(file: string, bytesMax: number): ShopLog {
  return (level, msg, fields = {}) => {
    const record = { time: new Date().toISOString(), level, host: "web-1", service: "shop", msg, ...fields };
    const line = `${JSON.stringify(record)}\n`;
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > 0 && size + Buffer.byteLength(line) > bytesMax) renameSync(file, `${file}.1`);
    // It holds addresses, and a token where somebody was careless.
    appendFileSync(file, line, { mode: 0o600 });
  };
}
