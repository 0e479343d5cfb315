import type { FieldValue, Labels, LogRecord } from "#core/domain";
import { parseJson } from "./json.ts";
import { plainHead } from "./plain.ts";

/** `auto`: each line by itself, JSON where it begins with `{`, else plain. */
export const logFormats = ["auto", "json", "plain"] as const;
export type LogFormat = (typeof logFormats)[number];

/**
 * Makes a record of any line; it never fails and keeps no state. A line that is not of its format is a
 * plain one: its text is the message. `labels.host` and `labels.service` stand in for what a line does not say.
 */
export type LineParser = (line: string, source: string, labels?: Labels) => LogRecord;

export function parserFor(format: LogFormat): LineParser {
  switch (format) {
    case "auto":
    case "json":
      // A JSON line can begin in no other way, so the two differ in what they promise, not in what they do.
      return (line, source, labels = {}) =>
        startsAsObject(line)
          ? (jsonRecord(line, source, labels) ?? plainRecord(line, source, labels))
          : plainRecord(line, source, labels);
    case "plain":
      return (line, source, labels = {}) => plainRecord(line, source, labels);
  }
}

function startsAsObject(line: string): boolean {
  return line.startsWith("{") || /^\s+\{/.test(line);
}

function jsonRecord(line: string, source: string, labels: Labels): LogRecord | undefined {
  const parsed = parseJson(line);
  if (parsed === undefined) return undefined;
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

function plainRecord(line: string, source: string, labels: Labels): LogRecord {
  return {
    ...plainHead(line),
    host: labels["host"] ?? null,
    service: labels["service"] ?? null,
    message: line,
    source,
    fields: noFields,
  };
}

/** Without a prototype, as those of a JSON line: a name that a rule asks for is either there or undefined. */
const noFields: Readonly<Record<string, FieldValue>> = Object.freeze({ __proto__: null });
