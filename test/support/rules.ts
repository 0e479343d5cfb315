import { formatFileFault } from "#core/domain";
import { loadRules, type Rule } from "#core/inspect";

/** Rules written as objects, with what every rule needs filled in. JSON is YAML. */
export function rulesOf(...rules: readonly Readonly<Record<string, unknown>>[]): readonly Rule[] {
  const filled = rules.map((rule) => ({ id: "r", alert: "seen", ...rule }));
  const loaded = loadRules([{ file: "rules.yml", text: JSON.stringify({ rules: filled }) }]);
  if (loaded.ok) return loaded.rules;
  throw new Error(loaded.faults.map(formatFileFault).join("\n"));
}
