import { Duration, Environment } from "@marcbachmann/cel-js/evaluator";
import { type Incident, levels, type LogRecord } from "#core/domain";
import { compiled, refused, type Compiled } from "../expr-error.ts";
import { registerOwn } from "./own-functions.ts";

/**
 * What a name in a condition stands for, and the JavaScript value that it takes: `int` and `size` a whole
 * number, `duration` and `timestamp` ms, `record` a LogRecord, `incident` an Incident, `string?` a string or null.
 */
export type NameType =
  | "int"
  | "double"
  | "string"
  | "string?"
  | "bool"
  | "duration"
  | "size"
  | "timestamp"
  | "dyn"
  | "record"
  | "incident";

/** The names that a condition may use. Make one a rule, not one an evaluation: it costs as much as 10,000 of these. */
export interface ConditionScope {
  readonly types: Readonly<Record<string, NameType>>;
  readonly environment: Environment;
}

/** Fields of `record`; what is null where the line says nothing cannot be typed more closely in CEL. */
const recordFields = {
  time: "dyn",
  level: "dyn",
  host: "dyn",
  service: "dyn",
  message: "string",
  source: "string",
  fields: "map<string, dyn>",
} as const;

export const recordFieldNames: readonly string[] = Object.keys(recordFields);

const celTypes: Readonly<Record<NameType, string>> = {
  int: "int",
  double: "double",
  string: "string",
  "string?": "dyn",
  bool: "bool",
  duration: "google.protobuf.Duration",
  size: "int",
  timestamp: "google.protobuf.Timestamp",
  dyn: "dyn",
  record: "Record",
  incident: "Incident",
};

const incidentFields = {
  id: "string",
  title: "string",
  severity: "int",
  env: "dyn",
  labels: "map<string, string>",
} as const;

/** An incident as CEL sees it; `env` repeats the label of that name, null where there is none. */
class IncidentView {
  readonly id: string;
  readonly title: string;
  readonly severity: bigint;
  readonly env: string | null;
  readonly labels: Incident["labels"];

  constructor({ id, title, severity, labels }: Pick<Incident, "id" | "title" | "severity" | "labels">) {
    this.id = id;
    this.title = title;
    this.severity = BigInt(severity);
    this.env = labels["env"] ?? null;
    this.labels = labels;
  }
}

/** A log record as CEL sees it. */
class RecordView {
  readonly time: Date | null;
  readonly level: string | null;
  readonly host: string | null;
  readonly service: string | null;
  readonly message: string;
  readonly source: string;
  readonly fields: LogRecord["fields"];

  constructor(record: LogRecord) {
    this.time = record.timeMs === null ? null : new Date(record.timeMs);
    this.level = record.level;
    this.host = record.host;
    this.service = record.service;
    this.message = record.message;
    this.source = record.source;
    this.fields = record.fields;
  }
}

/** A scope of these names; refused are names that CEL keeps for itself (`type`, `string`, `in` …). */
export function conditionScope(types: Readonly<Record<string, NameType>>): Compiled<ConditionScope> {
  const environment = new Environment({
    limits: { maxAstNodes: 1000, maxDepth: 50, maxListElements: 200, maxMapEntries: 50, maxCallArguments: 8 },
  });
  registerOwn(environment);
  environment.registerType("Record", { ctor: RecordView, fields: recordFields });
  environment.registerType("Incident", { ctor: IncidentView, fields: incidentFields });
  for (const [name, type] of Object.entries(types)) {
    if (reserved.has(name) || !/^[A-Za-z_]\w*$/.test(name) || environment.hasVariable(name)) {
      return refused(`the name "${name}" cannot be used in conditions`, 0, "give the group another name");
    }
    environment.registerVariable(name, celTypes[type]);
  }
  return compiled({ types, environment });
}

/** Words of CEL's grammar, and what its library forbids. */
const reserved = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while __proto__ prototype".split(
    " ",
  ),
);

/** A value as CEL's library takes it; anything unfit is passed on, and fails there as a fault. */
export function toCel(type: NameType, value: unknown): unknown {
  if (type === "record") return isRecord(value) ? new RecordView(value) : value;
  if (type === "incident") return isIncident(value) ? new IncidentView(value) : value;
  return typeof value === "number" ? numberToCel(type, value) : value;
}

function numberToCel(type: Exclude<NameType, "record" | "incident">, value: number): unknown {
  switch (type) {
    case "int":
    case "size":
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case "duration":
      return Number.isFinite(value) ? Duration.fromMilliseconds(value) : value;
    case "timestamp":
      return new Date(value);
    case "double":
    case "string":
    case "string?":
    case "bool":
    case "dyn":
      return value;
  }
}

function isIncident(value: unknown): value is Incident {
  return typeof value === "object" && value !== null && "groupKey" in value && "severity" in value;
}

function isRecord(value: unknown): value is LogRecord {
  if (typeof value !== "object" || value === null || !("level" in value)) return false;
  const { level } = value;
  return "fields" in value && (level === null || levels.some((known) => known === level));
}
