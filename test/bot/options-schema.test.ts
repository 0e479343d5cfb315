import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { fettleFile, fettleFileSchema } from "../../bot/options-schema.ts";

const schema = fettleFileSchema();
const sections = Object.keys(fettleFile.shape);

describe("the JSON Schema of fettle.yml", () => {
  test("says which draft it is written in, and survives JSON", () => {
    expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  test("has every section, requires none and lets no other in", () => {
    expect(Object.keys(mapOf(schema["properties"]))).toEqual(sections);
    expect(schema["required"]).toBeUndefined();
    expect(schema["additionalProperties"]).toBe(false);
  });

  test.for(sections)("tells an editor what %s is for", (section) => {
    expect(mapOf(mapOf(schema["properties"])[section])["description"]).toMatch(/\w{3,}/);
  });

  test("speaks of what one writes: durations are text, one pattern may stand without a list", () => {
    const text = JSON.stringify(schema);
    expect(text).toContain("A duration such as");
    expect(violations(schema, { rules: "a.yml", runbooks: "b" })).toEqual([]);
    expect(violations(schema, { rules: ["a.yml"] })).toEqual([]);
  });

  test("accepts the example, and refuses what the reader refuses", () => {
    const example: unknown = parse(readFileSync("examples/local/fettle.yml", "utf8"));
    expect(violations(schema, example)).toEqual([]);
    expect(violations(schema, { sauces: [] })).toEqual(["$: sauces"]);
    expect(violations(schema, { sources: [{ file: "a", format: "jsn" }] })).not.toEqual([]);
    expect(violations(schema, { routes: [{ mention: "oncall" }] })).toEqual(["$.routes[0]: no channel"]);
  });
});

/** What of `value` the schema forbids, by the few words of JSON Schema that ours uses for shapes. */
function violations(rule: unknown, value: unknown, at = "$"): string[] {
  const { type, enum: words, items, anyOf } = mapOf(rule);
  if (Array.isArray(anyOf)) {
    return anyOf.some((one) => violations(one, value, at).length === 0) ? [] : [`${at}: none fits`];
  }
  if (Array.isArray(words)) return words.includes(value) ? [] : [`${at}: not one of the words`];
  if (typeNames[String(type)]?.(value) === false) return [`${at}: no ${String(type)}`];
  if (Array.isArray(value)) return value.flatMap((item, index) => violations(items, item, `${at}[${index}]`));
  return type === "object" ? mapViolations(mapOf(rule), mapOf(value), at) : [];
}

type Map = Readonly<Record<string, unknown>>;

function mapViolations(
  { properties, additionalProperties, required }: Map,
  value: Map,
  at: string,
): string[] {
  const missing = (Array.isArray(required) ? required.map(String) : []).filter((key) => !(key in value));
  return [
    ...missing.map((key) => `${at}: no ${key}`),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const known = mapOf(properties)[key] ?? additionalProperties;
      return known === false ? [`${at}: ${key}`] : violations(known, inner, `${at}.${key}`);
    }),
  ];
}

const typeNames: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
};

function mapOf(value: unknown): Map {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
