import type { FieldValue, LogRecord } from "#core/domain";

/** What a line of some format says; `message` is null where it names none. */
export interface Parsed extends Omit<LogRecord, "source" | "message"> {
  readonly message: string | null;
}

/** Fields without a prototype: a name that a rule asks for is either there or undefined. Without a value it is not there. */
export function fieldsOf(
  pairs: Iterable<readonly [string, FieldValue | undefined]>,
): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = { __proto__: null };
  for (const [name, value] of pairs) if (value !== undefined) fields[name] = value;
  return fields;
}

/** A dash stands for what there is not. */
export function unlessDash(text: string | undefined): string | undefined {
  return text === "-" ? undefined : text;
}

/** A word of a text format as what it is: a number, a truth value, or itself. Numbers only in their one spelling. */
export function typed(text: string): FieldValue {
  if (text === "true") return true;
  if (text === "false") return false;
  if (!/^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?$/.test(text)) return text;
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}
