import type { FileFault } from "#core/domain";
import { parseYamlFile } from "#core/expr";
import { type RuleTestSource, ruleTestFile } from "./schema.ts";

/** A test of rules, with the way back to where it is written. */
export interface RuleTest {
  readonly source: RuleTestSource;
  /** The fault of what stands at `path` within the test. */
  readonly place: (path: readonly PropertyKey[], message: string) => FileFault;
}

export interface RuleTestFile {
  /** Patterns of the rule files, beside the file of tests; undefined where it names none. */
  readonly rules: readonly string[] | undefined;
  readonly tests: readonly RuleTest[];
  readonly placeOfRules: (message: string) => FileFault;
}

export type RuleTestReading =
  | { readonly ok: true; readonly file: RuleTestFile }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

/** Reads a file of rule tests; every mistake in it is told, with its place. */
export function readRuleTests(file: { readonly file: string; readonly text: string }): RuleTestReading {
  const parsed = parseYamlFile({ ...file, schema: ruleTestFile });
  if (!parsed.ok) return parsed;
  const { rules, tests } = parsed.value;
  const placed = tests.map((source, index): RuleTest => ({
    source,
    place: (path, message) => parsed.faultAt(["tests", index, ...path], { message }),
  }));
  const placeOfRules = (message: string): FileFault => parsed.faultAt(["rules"], { message });
  return { ok: true, file: { rules, tests: placed, placeOfRules } };
}
