import type { FieldValue } from "#core/domain";
import { hostNames, levelPlaces, messageNames, serviceNames, timeNames } from "./field-names.ts";
import { levelOf } from "./level.ts";
import { fieldsOf, type Parsed } from "./parsed.ts";
import { timeOf } from "./time.ts";

/** Deeper nesting makes a line plain text, so that nothing that walks through fields can overflow. */
const maxDepth = 32;

type JsonObject = Readonly<Record<string, FieldValue>>;

/**
 * A line that is one JSON object; undefined for any other. Of several names the first with a usable value
 * counts; all else stays in `fields` with its type, nested objects whole. `fields` has no prototype, so
 * that no key of a line can name or change one.
 */
export function parseJson(line: string): Parsed | undefined {
  const object = objectOf(line);
  if (object === undefined) return undefined;
  const used: string[] = [];
  const named = {
    timeMs: first(object, timeNames, timeOf, used),
    level: first(object, levelPlaces, levelOf, used),
    message: first(object, messageNames, textOf, used),
    host: first(object, hostNames, textOf, used),
    service: first(object, serviceNames, textOf, used),
  };
  const rest = Object.keys(object).filter((key) => !used.includes(key));
  return { ...named, fields: fieldsOf(rest.map((key) => [key, object[key] ?? null])) };
}

function first<T>(
  object: JsonObject,
  names: readonly string[],
  convert: (value: FieldValue) => T | null,
  used: string[],
): T | null {
  for (const name of names) {
    const value = object[name];
    const converted = convert(value ?? nestedValue(object, name));
    if (converted === null) continue;
    if (value !== undefined) used.push(name);
    return converted;
  }
  return null;
}

function nestedValue(object: JsonObject, name: string): FieldValue {
  const dot = name.indexOf(".");
  if (dot === -1) return null;
  const outer = object[name.slice(0, dot)];
  return isObject(outer) ? (outer[name.slice(dot + 1)] ?? null) : null;
}

/** Docker's json-file keeps the line end in its `log`. */
function textOf(value: FieldValue): string | null {
  return typeof value === "string" ? value.replace(/\r?\n$/, "") : null;
}

function objectOf(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) && isShallow(value, maxDepth) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Of what JSON.parse gives, which is nothing but field values. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isShallow(value: object, depth: number): boolean {
  if (depth === 0) return false;
  for (const inner of Object.values(value) as unknown[]) {
    if (typeof inner === "object" && inner !== null && !isShallow(inner, depth - 1)) return false;
  }
  return true;
}
