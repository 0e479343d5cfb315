import type { NameType } from "#core/expr";
import type { Remembers } from "./memory.ts";

/** What the alert's text may name besides what the line says: why the condition holds. */
export const toldNames: Readonly<Record<Remembers["kind"], Readonly<Record<string, NameType>>>> = {
  frequency: {},
  change: { before: "string" },
  new_term: {},
  cardinality: {},
  // Named groups of the lines before: each rule has its own.
  context: {},
  spike: { now: "int", usual: "int" },
};
