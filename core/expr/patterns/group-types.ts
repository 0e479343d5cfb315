import { compiled, refused, type Compiled } from "../expr-error.ts";
import { suggestion } from "../nearest.ts";
import { durationUnitNames, measureDuration, measureSize, sizeUnitNames } from "../units.ts";
import type { Pattern } from "./patterns.ts";
import type { Words } from "./words.ts";

/** What a named group holds: `duration` in ms, `size` in bytes. */
export type GroupType = "int" | "double" | "duration" | "size" | "string";
export type GroupTypes = Readonly<Record<string, GroupType>>;

const number = String.raw`0(?:\.0)?`;
const intWord = /^[+-]?0$/;
const doubleWord = /^[+-]?(?:0|0\.0|0\.|\.0)$/;
const durationWord = new RegExp(`^(?:${number} ?(?:${durationUnitNames.join("|")}))+$`);
const sizeWord = new RegExp(`^${number} ?(?:${sizeUnitNames.join("|")}|kB)$`);

/** The type that every text of a sub-pattern has; where that is not sure, string. */
export function typeOfWords(words: Words): GroupType {
  const told = words?.filter((word) => word !== "") ?? [];
  if (told.length === 0) return "string";
  const all = (form: RegExp): boolean => told.every((word) => form.test(word));
  if (all(intWord)) return "int";
  if (all(doubleWord)) return "double";
  if (all(durationWord)) return "duration";
  return all(sizeWord) ? "size" : "string";
}

/** The types of a pattern's groups, those in `overrides` as they are there. Overriding no group is an error. */
export function groupTypes(pattern: Pattern, overrides: GroupTypes = {}): Compiled<GroupTypes> {
  const names = pattern.groups.map((group) => group.name);
  for (const name of Object.keys(overrides)) {
    if (names.includes(name)) continue;
    const advice = suggestion(name, names);
    return refused(`the pattern has no group "${name}"${advice === "" ? "" : `; ${advice}`}`, 0);
  }
  const inferred = pattern.groups.map((group) => [group.name, group.type] as const);
  return compiled({ ...Object.fromEntries(inferred), ...overrides });
}

/** A group's text as its type; undefined where it is none, or a whole number past 2⁵³. */
export function convertGroup(type: GroupType, text: string): string | number | undefined {
  switch (type) {
    case "string":
      return text;
    case "int":
      return /^[+-]?\d+$/.test(text) ? safe(Number(text)) : undefined;
    case "double":
      return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? finite(Number(text)) : undefined;
    case "duration":
      return measureDuration(text.replaceAll(/\s+/g, ""));
    case "size":
      return measureSize(text);
  }
}

function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
