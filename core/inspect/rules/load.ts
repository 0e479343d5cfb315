import type { FileFault } from "#core/domain";
import { parseYamlFile } from "#core/expr";
import { newRuleCompiler } from "./compile.ts";
import type { Rule } from "./rule.ts";
import { rulesFile } from "./schema.ts";

export type LoadedRules =
  | { readonly ok: true; readonly rules: readonly Rule[] }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

interface RuleFile {
  readonly file: string;
  readonly text: string;
}

/** Reads and compiles rule files; every mistake in any of them is told, with its place. */
export function loadRules(files: readonly RuleFile[]): LoadedRules {
  const faults: FileFault[] = [];
  const rules: Rule[] = [];
  const places = new Map<string, string>();
  const compile = newRuleCompiler();
  for (const file of files) {
    const parsed = parseYamlFile({ ...file, schema: rulesFile });
    if (!parsed.ok) {
      faults.push(...parsed.faults);
      continue;
    }
    for (const [index, source] of parsed.value.rules.entries()) {
      const known = places.get(source.id);
      if (known !== undefined) {
        const message = `the id "${source.id}" is taken by ${known}`;
        faults.push(parsed.faultAt(["rules", index, "id"], { message }));
        continue;
      }
      const { line } = parsed.positionOf(["rules", index, "id"]);
      places.set(source.id, `${file.file}:${line}`);
      const compiled = compile(source);
      if (compiled.ok) rules.push(compiled.rule);
      else {
        faults.push(
          ...compiled.mistakes.map(({ path, error }) => parsed.faultAt(["rules", index, ...path], error)),
        );
      }
    }
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rules };
}
