import type { Level } from "#core/domain";
import { fieldsOf, type Parsed } from "./parsed.ts";

const access =
  /^(\S{1,255}) (\S{1,64}) (\S{1,255}) \[(\d\d)\/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d{1,15}|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?/;

const months = "JanFebMarAprMayJunJulAugSepOctNovDec";

/**
 * A line of Apache's or nginx's access log, common or combined (https://httpd.apache.org/docs/2.4/logs.html);
 * undefined for any other. A server's own fault (5xx) is an error, a client's (4xx) a warning. What stands after
 * the known fields stays in the line.
 */
export function parseCombined(line: string): Parsed | undefined {
  const found = access.exec(line);
  if (found === null) return undefined;
  const [, client = "", , user = "", , , , , , , , , , request = "", status = "", bytes = ""] = found;
  const [referer, agent] = [found[16], found[17]];
  const [method = "", path, protocol] = request.split(" ");
  return {
    timeMs: timeIn(found),
    level: levelOfStatus(Number(status)),
    host: null,
    service: null,
    message: null,
    fields: fieldsOf([
      ["client", client],
      ...(user === "-" ? [] : [["user", user] as const]),
      ...(path === undefined
        ? [["request", request] as const]
        : [["method", method] as const, ["path", path] as const]),
      ...(protocol === undefined ? [] : [["protocol", protocol] as const]),
      ["status", Number(status)],
      ["bytes", bytes === "-" ? 0 : Number(bytes)],
      ...(referer === undefined || referer === "-" ? [] : [["referer", referer] as const]),
      ...(agent === undefined || agent === "-" ? [] : [["agent", agent] as const]),
    ]),
  };
}

function levelOfStatus(status: number): Level {
  return status >= 500 ? "error" : status >= 400 ? "warn" : "info";
}

function timeIn(found: RegExpExecArray): number | null {
  const [day, year, hour, minute, second] = [4, 6, 7, 8, 9].map((group) => Number(found[group]));
  const month = months.indexOf(found[5] ?? "") / 3;
  const zoneMs = (found[10] === "-" ? -1 : 1) * (Number(found[11]) * 60 + Number(found[12])) * 60_000;
  const atMs = Date.UTC(year ?? 0, month, day, hour, minute, second);
  // 31/Feb would be a day in March.
  return Number.isNaN(atMs) || new Date(atMs).getUTCDate() !== day ? null : atMs - zoneMs;
}
