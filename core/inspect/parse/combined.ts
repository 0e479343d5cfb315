import type { Level } from "#core/domain";
import { fieldsOf, type Parsed, unlessDash } from "./parsed.ts";

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
  return {
    timeMs: timeIn(found),
    level: levelOfStatus(Number(status)),
    host: null,
    service: null,
    message: null,
    fields: fieldsOf([
      ["client", client],
      ["user", unlessDash(user)],
      ...requestFields(request),
      ["status", Number(status)],
      ["bytes", bytes === "-" ? 0 : Number(bytes)],
      ["referer", unlessDash(referer)],
      ["agent", unlessDash(agent)],
    ]),
  };
}

/** What is no request line, as scanners send it, stays whole. */
function requestFields(request: string): (readonly [string, string | undefined])[] {
  const [method, path, protocol] = request.split(" ");
  if (path === undefined) return [["request", request]];
  return [
    ["method", method],
    ["path", path],
    ["protocol", protocol],
  ];
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
