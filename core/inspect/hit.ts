import type { Labels, LogRecord, Severity } from "#core/domain";
import type { Redactor } from "#core/redact";
import type { Hit } from "./engine.ts";
import { fieldOf, fieldText } from "./rules/names.ts";
import type { Groups, Rule } from "./rules/rule.ts";
import type { Visible } from "./visible.ts";

/** A line on which a rule holds, and what was read out of it, raw. */
export interface Found {
  readonly offset: number;
  readonly groups: Groups;
  readonly record: LogRecord;
  /** What the operator says of the source: the only values here that no line has written. */
  readonly labels: Labels;
  readonly visible: Visible;
  readonly redactor: Redactor;
}

/** Longest value of a `by` key or label, in UTF-16 units: it is stored with each alert and each window. */
const maxValueLength = 200;

/** The hit, with every text redacted and bounded. */
export function hitOf(rule: Rule, severity: Severity, found: Found): Hit {
  const { offset, record, labels, redactor } = found;
  const by = Object.fromEntries(rule.by.map((name) => [name, bounded(shownName(name, found))]));
  const host = shownHead("host", found);
  const service = shownHead("service", found);
  return {
    rule: rule.id,
    offset,
    timeMs: record.timeMs,
    severity,
    by,
    labels: {
      ...labels,
      ...(host === "" ? {} : { host: bounded(host) }),
      ...(service === "" ? {} : { service: bounded(service) }),
    },
    summary: () => redactor.redact(rule.render(shownValues(found, by))),
  };
}

/** What a template sees: named groups first, then the fixed fields and `by` keys, and `record.fields`. */
function shownValues(found: Found, by: Labels): Record<string, unknown> {
  const { groups, record, visible, redactor } = found;
  const fixed = {
    time: record.timeMs === null ? "" : new Date(record.timeMs).toISOString(),
    level: record.level ?? "",
    host: shownHead("host", found),
    service: shownHead("service", found),
    message: redactor.redact(record.message),
    source: record.source,
  };
  const named = Object.entries(groups).map(([name, text]) => [name, visible(text ?? "")] as const);
  return {
    ...by,
    ...fixed,
    ...Object.fromEntries(named),
    record: { ...fixed, fields: redactor.redactValue(record.fields) },
  };
}

/** The text behind a `by` key, redacted. */
function shownName(name: string, found: Found): string {
  const { groups, record, labels, visible } = found;
  if (Object.hasOwn(groups, name)) return visible(groups[name] ?? "");
  switch (name) {
    case "host":
    case "service":
      return shownHead(name, found);
    case "message":
      return visible(record.message);
    case "level":
    case "source":
      // Words of Fettle and of the operator: they may stand in no line.
      return record[name] ?? "";
    default:
      return Object.hasOwn(labels, name) ? (labels[name] ?? "") : shownField(name, found);
  }
}

/** One of the record's own fields. Its name is judged too: a number alone never looks like a secret. */
function shownField(name: string, { record, visible, redactor }: Found): string {
  const value = fieldOf(record, name);
  const redacted = redactor.redactValue({ [name]: value });
  if (typeof redacted !== "object" || redacted === null) return "";
  const [shown = null] = Object.values(redacted);
  return typeof shown === "string" && shown === value ? visible(shown) : fieldText(shown);
}

/** What the source's labels say for a line that says nothing is no word of the line. */
function shownHead(name: "host" | "service", { record, labels, visible }: Found): string {
  const text = record[name] ?? "";
  return Object.hasOwn(labels, name) && labels[name] === text ? text : visible(text);
}

function bounded(text: string): string {
  if (text.length <= maxValueLength) return text;
  // Half of a surrogate pair is no character.
  return `${text.slice(0, maxValueLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
