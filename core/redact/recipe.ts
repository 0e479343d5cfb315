import { compilePattern } from "#core/expr";
import { openRedactor, type Redactor } from "./redactor.ts";

/** What makes a redactor, as data: another thread can make the same one of it. */
export interface RedactorRecipe {
  readonly key: Uint8Array;
  /** The operator's own, as they were written and checked. */
  readonly patterns: readonly string[];
  readonly kept: { readonly private: boolean; readonly known: readonly string[] };
}

export function redactorFrom({ key, patterns, kept }: RedactorRecipe): Redactor {
  const own = patterns.map((source) => {
    const compiled = compilePattern(source);
    if (compiled.ok) return compiled.value;
    // Checked when the file was read: half of somebody's secrets must not stay in sight.
    throw new Error(`a pattern of redact was not checked: ${compiled.error.message}`);
  });
  return openRedactor({
    key: Buffer.from(key),
    own,
    kept: { private: kept.private, known: new Set(kept.known) },
  });
}
