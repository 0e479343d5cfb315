import { isFault } from "#core/domain";
import { z } from "zod";
import { durationForms, durationPattern, parseDuration, parseSize, sizeForms, sizePattern } from "./units.ts";

/** A duration in a file: a string such as `1h30m`, read as whole milliseconds. */
export const durationField = z
  .string({ error: (issue) => typeError("a duration", durationForms, issue.input) })
  .meta({ description: `A duration such as ${durationForms}.`, pattern: durationPattern })
  .transform((text, context) => readUnit(parseDuration, text, context));

/** A size in a file: a string such as `64KiB`, or a number of bytes; read as whole bytes. */
export const sizeField = z
  .union([z.string().meta({ pattern: sizePattern }), z.int().nonnegative()], {
    error: (issue) => typeError("a size", sizeForms, issue.input),
  })
  .meta({ description: `A size such as ${sizeForms}.` })
  .transform((given, context) => readUnit(parseSize, String(given), context));

function typeError(what: string, forms: string, input: unknown): string {
  const expected = `expected ${what} such as ${forms}`;
  if (input === undefined) return expected;
  if (typeof input === "number") return `${expected}; got the number ${input}`;
  return expected;
}

function readUnit(parse: (text: string) => number, text: string, context: z.core.$RefinementCtx): number {
  try {
    return parse(text);
  } catch (thrown) {
    if (!isFault(thrown, "invalid")) throw thrown;
    context.addIssue({ code: "custom", message: thrown.message });
    return z.NEVER;
  }
}
