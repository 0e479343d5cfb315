import type { Labels, LogRecord } from "#core/domain";
import { parseCombined } from "./combined.ts";
import { unwrapCri, unwrapDocker, type Wrapped } from "./container.ts";
import { parseJson } from "./json.ts";
import { parseKlog } from "./klog.ts";
import { parseLogfmt } from "./logfmt.ts";
import { fieldsOf, type Parsed } from "./parsed.ts";
import { plainHead } from "./plain.ts";
import { parseSyslog } from "./syslog.ts";

/** `auto`: each line by itself, as the first of the others that it is. */
export const logFormats = ["auto", "json", "syslog", "logfmt", "combined", "klog", "cri", "plain"] as const;
export type LogFormat = (typeof logFormats)[number];

/**
 * Makes a record of any line; it never fails and keeps no state: a file may change its format with any line. A line
 * that is not of its format is a plain one: its text is the message. `labels.host` and `labels.service` stand in
 * for what a line does not say.
 */
export type LineParser = (line: string, source: string, labels?: Labels) => LogRecord;

export function parserFor(format: LogFormat): LineParser {
  const parse = parsers[format];
  return (line, source, labels = {}) => recordOf(parse(line) ?? parsePlain(line), { line, source, labels });
}

type Parser = (line: string) => Parsed | undefined;

const parsers: Readonly<Record<LogFormat, Parser>> = {
  auto: parseAny,
  json: (line) => (startsAsObject(line) ? parseJson(line) : undefined),
  syslog: parseSyslog,
  logfmt: parseLogfmt,
  combined: parseCombined,
  klog: parseKlog,
  cri: (line) => parseWrapped(unwrapCri(line)),
  plain: parsePlain,
};

function parseAny(line: string): Parsed | undefined {
  return parseWrapped(unwrapCri(line) ?? unwrapDocker(line)) ?? parseBare(line);
}

/** A line that no container runtime has wrapped. */
function parseBare(line: string): Parsed | undefined {
  if (startsAsObject(line)) return parseJson(line);
  return parseSyslog(line) ?? parseKlog(line) ?? parseCombined(line) ?? parseLogfmt(line);
}

function startsAsObject(line: string): boolean {
  return line.startsWith("{") || /^\s+\{/.test(line);
}

/** What the program in the container wrote, whatever its format; the runtime's time where that names none. */
function parseWrapped(wrapped: Wrapped | undefined): Parsed | undefined {
  if (wrapped === undefined) return undefined;
  const inner = parseBare(wrapped.line) ?? parsePlain(wrapped.line);
  const { stream, partial } = wrapped;
  return {
    ...inner,
    timeMs: inner.timeMs ?? wrapped.timeMs,
    message: inner.message ?? wrapped.line,
    fields: fieldsOf([
      ...Object.entries(inner.fields),
      ["stream", stream],
      ...(partial ? [["partial", true] as const] : []),
    ]),
  };
}

function parsePlain(line: string): Parsed {
  return { ...plainHead(line), host: null, service: null, message: line, fields: noFields };
}

const noFields = Object.freeze(fieldsOf([]));

function recordOf(
  parsed: Parsed,
  { line, source, labels }: { readonly line: string; readonly source: string; readonly labels: Labels },
): LogRecord {
  return {
    timeMs: parsed.timeMs,
    level: parsed.level,
    host: parsed.host ?? labels["host"] ?? null,
    service: parsed.service ?? labels["service"] ?? null,
    message: parsed.message ?? line,
    source,
    fields: parsed.fields,
  };
}
