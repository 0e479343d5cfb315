import type { Labels, Severity } from "#core/domain";
import type { Hit } from "./engine.ts";
import type { Line } from "./line.ts";
import type { Told } from "./memory/memory.ts";
import { fieldOf, fieldText } from "./rules/names.ts";
import type { Groups, Rule } from "./rules/rule.ts";

/** A rule that holds on a line. */
export interface Found {
  readonly groups: Groups;
  readonly line: Line;
}

/** Longest value of a `by` key or label, in UTF-16 units: it is stored with each alert and each window. */
const maxValueLength = 200;

/** A hit, with every text redacted and bounded. A class, because millions of them are made and asked for next to nothing. */
export class LineHit implements Hit {
  readonly #of: Rule;
  readonly #found: Found;
  readonly severity: Severity;
  #by: Labels | undefined;
  #labels: Labels | undefined;

  constructor(rule: Rule, severity: Severity, found: Found) {
    this.#of = rule;
    this.#found = found;
    this.severity = severity;
  }

  get rule(): string {
    return this.#of.id;
  }

  get offset(): number {
    return this.#found.line.offset;
  }

  get timeMs(): number | null {
    return this.#found.line.record.timeMs;
  }

  get by(): Labels {
    return (this.#by ??= this.#of.by.length === 0 ? noLabels : byOf(this.#of, this.#found));
  }

  get labels(): Labels {
    return (this.#labels ??= labelsOf(this.#found));
  }

  get term(): string {
    const { remembers } = this.#of;
    return remembers !== undefined && "of" in remembers ? bounded(shownName(remembers.of, this.#found)) : "";
  }

  get leg(): number {
    return this.#of.leg;
  }

  get said(): Told {
    if (this.#of.leg === 0) return {};
    const { groups, line } = this.#found;
    const said: Record<string, string> = {};
    for (const [name, text] of Object.entries(groups)) said[name] = bounded(line.shown.visible(text ?? ""));
    return said;
  }

  summary(told: Told = {}): string {
    const { redactor } = this.#found.line.shown;
    return redactor.redact(this.#of.render({ ...told, ...shownValues(this.#found, this.by) }));
  }
}

const noLabels: Labels = Object.freeze({});

function byOf({ by }: Rule, found: Found): Labels {
  return Object.fromEntries(by.map((name) => [name, bounded(shownName(name, found))]));
}

function labelsOf(found: Found): Labels {
  const host = shownHead("host", found);
  const service = shownHead("service", found);
  return {
    ...found.line.labels,
    ...(host === "" ? {} : { host: bounded(host) }),
    ...(service === "" ? {} : { service: bounded(service) }),
  };
}

/** What a template sees: named groups first, then the fixed fields and `by` keys, and `record.fields`. */
function shownValues(found: Found, by: Labels): Record<string, unknown> {
  const { groups, line } = found;
  const { visible, redactor } = line.shown;
  const record = line.record;
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
  const { groups, line } = found;
  if (Object.hasOwn(groups, name)) return line.shown.visible(groups[name] ?? "");
  switch (name) {
    case "host":
    case "service":
      return shownHead(name, found);
    case "message":
      return line.shown.visible(line.record.message);
    case "level":
    case "source":
      // Words of Fettle and of the operator: they may stand in no line.
      return line.record[name] ?? "";
    default:
      return Object.hasOwn(line.labels, name) ? (line.labels[name] ?? "") : shownField(name, line);
  }
}

/** One of the record's own fields. Its name is judged too: a number alone never looks like a secret. */
function shownField(name: string, line: Line): string {
  const { redactor, visibleField } = line.shown;
  const value = fieldOf(line.record, name);
  const redacted = redactor.redactValue({ [name]: value });
  if (typeof redacted !== "object" || redacted === null) return "";
  const [shown = null] = Object.values(redacted);
  return typeof shown === "string" && shown === value ? visibleField(shown) : fieldText(shown);
}

/** What the source's labels say for a line that says nothing is no word of the line. */
function shownHead(name: "host" | "service", { line }: Found): string {
  const text = line.record[name] ?? "";
  return Object.hasOwn(line.labels, name) && line.labels[name] === text
    ? text
    : line.shown.visibleField(text);
}

function bounded(text: string): string {
  if (text.length <= maxValueLength) return text;
  // Half of a surrogate pair is no character.
  return `${text.slice(0, maxValueLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
