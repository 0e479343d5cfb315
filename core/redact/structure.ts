import type { FieldValue } from "#core/domain";
import { saysNothing, saysSecret } from "./names.ts";
import { isPseudonym, type Pseudonymize } from "./pseudonym.ts";

const maxDepth = 16;
const maxValues = 10_000;

/** `root` with each text in it redacted and each field that a name calls secret hidden. */
export function redactStructure(
  root: FieldValue,
  redact: (text: string) => string,
  pseudonym: Pseudonymize,
): FieldValue {
  let values = 0;

  function walk(here: FieldValue, depth: number, secret: boolean): FieldValue {
    values++;
    if (here === null || typeof here === "boolean") return here;
    if (values > maxValues) return "[too large]";
    if (typeof here !== "object") return secret ? hide(here) : typeof here === "string" ? redact(here) : here;
    if (depth === maxDepth) return "[too deep]";
    if (isList(here)) return cut(here).map((item) => walk(item, depth + 1, secret));
    return Object.fromEntries(
      cut(Object.entries(here)).map(([name, item]) => [
        redact(name),
        walk(item, depth + 1, secret || saysSecret(name)),
      ]),
    );
  }

  /** What lies past the limit is left out; one more stays, to say so. */
  function cut<T>(items: readonly T[]): readonly T[] {
    return items.slice(0, Math.max(0, maxValues - values) + 1);
  }

  function hide(value: string | number): FieldValue {
    const text = String(value);
    return saysNothing(text) || isPseudonym(text) ? value : pseudonym("secret", text);
  }

  return walk(root, 0, false);
}

function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value);
}
