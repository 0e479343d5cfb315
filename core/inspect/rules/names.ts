import type { FieldValue, Labels, LogRecord } from "#core/domain";
import type { GroupTypes, NameType } from "#core/expr";
import type { Groups } from "./rule.ts";

/** The record and its fixed fields under their bare names. */
export const fixedNames: Readonly<Record<string, NameType>> = {
  record: "record",
  time: "dyn",
  level: "string?",
  host: "string?",
  service: "string?",
  message: "string",
  source: "string",
};

/** What `when`, `severity` and the alert text may name: groups first, then `by` keys, then the record. */
export function ruleNames(types: GroupTypes, by: readonly string[]): Readonly<Record<string, NameType>> {
  const keys = by.map((name): [string, NameType] => [name, "string"]);
  return { ...Object.fromEntries(keys), ...fixedNames, ...types };
}

export function fixedValues(record: LogRecord): Readonly<Record<string, unknown>> {
  const { timeMs, level, host, service, message, source } = record;
  return { record, time: timeMs === null ? null : new Date(timeMs), level, host, service, message, source };
}

/**
 * The text behind a `by` key: a named group, a fixed field, one of the source's labels or one of the record's
 * own fields; empty where nothing has the name.
 */
export function textOfName(
  name: string,
  from: { groups: Groups; record: LogRecord; labels: Labels },
): string {
  const { groups, record, labels } = from;
  if (Object.hasOwn(groups, name)) return groups[name] ?? "";
  switch (name) {
    case "host":
    case "service":
    case "level":
    case "message":
    case "source":
      return record[name] ?? "";
    default:
      return Object.hasOwn(labels, name) ? (labels[name] ?? "") : fieldText(fieldOf(record, name));
  }
}

/** One of the record's own fields; null where it has none of the name. */
export function fieldOf({ fields }: LogRecord, name: string): FieldValue {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

export function fieldText(value: FieldValue): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
