import type { Drift, PlanContent } from "#core/domain";

const mostDrifts = 20;
const mostChars = 300;

/**
 * What is no longer as it was approved, field by field, at most twenty. Values are cut, and go through
 * `redact`: they are shown.
 */
export function driftOf(
  approved: PlanContent,
  now: PlanContent,
  redact: (text: string) => string,
): readonly Drift[] {
  const [before, after] = [fieldsOf(approved), fieldsOf(now)];
  const paths = new Set([...before.keys(), ...after.keys()]);
  const shown = (value: string | undefined): string => redact(value ?? "nothing").slice(0, mostChars);
  return [...paths]
    .filter((path) => before.get(path) !== after.get(path))
    .slice(0, mostDrifts)
    .map((path) => ({ path, approved: shown(before.get(path)), now: shown(after.get(path)) }));
}

/** Each leaf by its path: `steps[0].grants[1].path`. Empty lists and objects are leaves, too. */
function fieldsOf(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    return into.set(path, JSON.stringify(value) ?? "nothing");
  }
  for (const [name, inner] of Object.entries(value)) {
    const next = Array.isArray(value) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`;
    fieldsOf(inner, next, into);
  }
  return into;
}
