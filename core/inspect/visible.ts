import type { Redactor } from "#core/redact";
import { decodedStrings } from "./decoded.ts";

/** Makes values that were taken out of one line fit to be seen. */
export type Visible = (value: string) => string;

/**
 * Redacts values that were taken out of `line`. A value alone may not look like a secret, `hunter2`, when
 * its line, `password=hunter2`, says that it is one, or may begin inside one: what the redacted line does not
 * hold, as it stands or with its JSON escapes undone, is hidden whole. Where only the undoing of escapes shows a secret
 * (`pass\u0077ord=hunter2`), the line as it stands proves nothing.
 */
export function visibleIn(line: string, redactor: Redactor): Visible {
  let seen: readonly string[] | undefined;
  // Most lines: what nothing hides in the whole, nothing hides in a part.
  const clean = !line.includes("\\") && !redactor.mayHide(line);
  return (value) => {
    if (value === "" || (clean && line.includes(value))) return value;
    const redacted = redactor.redact(value);
    seen ??= whatIsLeft(line, redactor);
    return seen.some((text) => text.includes(redacted)) ? redacted : redactor.pseudonym("secret", value);
  };
}

function whatIsLeft(line: string, redactor: Redactor): readonly string[] {
  return leftOf(line, redactor, 0).texts;
}

/** Escapes in escapes: a line of Docker holds the line of a program, which may hold another. */
const mostDepth = 3;

function leftOf(
  text: string,
  redactor: Redactor,
  depth: number,
): { readonly texts: readonly string[]; readonly hid: boolean } {
  const redacted = redactor.redact(text);
  const decoded = depth < mostDepth ? decodedStrings(redacted) : [];
  const inner = decoded.map((one) => ({ one, ...leftOf(one, redactor, depth + 1) }));
  const texts = inner.flatMap((left) => left.texts);
  // What only the undoing of escapes shows as a secret proves of the text around it that it proves nothing.
  const hid = inner.some((left) => left.hid || left.texts[0] !== left.one);
  return { texts: hid ? texts : [redacted, ...texts], hid };
}
