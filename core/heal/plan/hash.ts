import { createHash } from "node:crypto";
import type { PlanContent } from "#core/domain";

/**
 * The one spelling of a content: JSON with the names of each object in order of code units, as RFC 8785 has
 * it. Two contents that differ anywhere differ here.
 */
export function canonical(content: PlanContent): string {
  return spell(content);
}

/** SHA-256 over the canonical form, as hex: what people approve, and what a run is held to. */
export function hashOf(content: PlanContent): string {
  return createHash("sha256").update(canonical(content)).digest("hex");
}

function spell(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spell).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${spell(inner)}`);
  return `{${pairs.join(",")}}`;
}
