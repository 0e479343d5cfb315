import type { FieldValue } from "#core/domain";
import { levelOf } from "./level.ts";
import { fieldsOf, type Parsed, unlessDash } from "./parsed.ts";
import { nearLevel } from "./near-level.ts";
import { quickSyslog } from "./quick-syslog.ts";
import { timeOf } from "./time.ts";

/** Facilities by number (RFC 5424, table 1). */
const facilities = (
  "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock " +
  "local0 local1 local2 local3 local4 local5 local6 local7"
).split(" ");

/** A line of RFC 5424, of RFC 3164, or as daemons write the latter into files, without its priority; undefined for any other. */
export function parseSyslog(line: string): Parsed | undefined {
  return parse5424(line) ?? parse3164(line);
}

const header = /^<(\d{1,3})>1 (-|\S{1,40}) (-|\S{1,255}) (-|\S{1,48}) (-|\S{1,128}) (-|\S{1,32}) (-|\[)/;

/** `<34>1 2003-10-11T22:14:15.003Z host app 42 ID47 [a@1 k="v"] message` (RFC 5424, section 6). */
function parse5424(line: string): Parsed | undefined {
  const found = header.exec(line);
  const priority = Number(found?.[1]);
  if (found === null || priority > 191) return undefined;
  const [whole, , time = "", host = "", app = "", pid = "", id = "", opening = ""] = found;
  const data = opening === "-" ? { fields: [], end: whole.length } : structuredData(line, whole.length - 1);
  if (data === undefined) return undefined;
  const said = line.slice(data.end).replace(/^ (?:\uFEFF)?/, "");
  return {
    timeMs: timeOf(time),
    ...ofPriority(priority),
    host: unlessDash(host) ?? null,
    service: unlessDash(app) ?? null,
    message: said === "" ? null : said,
    fields: fieldsOf([
      ["facility", facilities[priority >> 3]],
      ["pid", unlessDash(pid)],
      ["msgid", unlessDash(id)],
      ...data.fields,
    ]),
  };
}

const element = /\[([^\s=\]"]{1,32})((?: [^\s=\]"]{1,32}="(?:[^"\\\]]|\\.)*")*)\]/y;
const parameter = / ([^\s=\]"]{1,32})="((?:[^"\\\]]|\\.)*)"/g;
const mostElements = 50;

/** Each element is an object of its parameters; `\"`, `\\` and `\]` are what they stand for. */
function structuredData(
  line: string,
  from: number,
): { readonly fields: (readonly [string, FieldValue])[]; readonly end: number } | undefined {
  const fields: (readonly [string, FieldValue])[] = [];
  let end = from;
  while (line[end] === "[") {
    element.lastIndex = end;
    const found = element.exec(line);
    if (found === null || fields.length >= mostElements) return undefined;
    const [, name = "", parameters = ""] = found;
    const pairs = [...parameters.matchAll(parameter)].map(
      ([, key = "", value = ""]) => [key, value.replaceAll(/\\(["\\\]])/g, "$1")] as const,
    );
    fields.push([name, fieldsOf(pairs)]);
    end = element.lastIndex;
  }
  return { fields, end };
}

const old =
  /^(?:<(\d{1,3})>)?((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S{8,24}) (\S{1,255}) ([^\s:[\]]{1,64})(?:\[(\d{1,10})\])?: ?(.*)$/s;

/**
 * `<34>Oct 11 22:14:15 host su[42]: message` (RFC 3164, section 4), also with a time of RFC 3339, as rsyslog writes it.
 * A time without year and zone is none that one could count on: then it is null.
 */
function parse3164(line: string): Parsed | undefined {
  const head = quickSyslog(line);
  if (head === undefined) return parseOld(line);
  const { timeMs, host, service, pid, end } = head;
  const message = line.slice(end);
  const fields: Record<string, FieldValue> = { __proto__: null };
  if (pid !== undefined) fields["pid"] = pid;
  return { timeMs, level: nearLevel(line, end), host, service, message, fields };
}

function parseOld(line: string): Parsed | undefined {
  const found = old.exec(line);
  if (found === null) return undefined;
  const [priority, pid, said = ""] = [found[1], found[5], found[6]];
  if (priority !== undefined && Number(priority) > 191) return undefined;
  const fields: Record<string, FieldValue> = { __proto__: null };
  if (priority !== undefined) fields["facility"] = facilities[Number(priority) >> 3] ?? null;
  if (pid !== undefined) fields["pid"] = pid;
  return {
    timeMs: timeOf(found[2]),
    level: priority === undefined ? nearLevel(said) : levelOf(Number(priority) & 7),
    host: found[3] ?? null,
    service: found[4] ?? null,
    message: said,
    fields,
  };
}

function ofPriority(priority: number) {
  return { level: levelOf(priority & 7) };
}
