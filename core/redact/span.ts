/** Where a sign stands first and last in a text: whatever its detector finds holds one of them. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Nothing is known of where the signs are. */
export const anywhere: Span = { first: 0, last: Number.POSITIVE_INFINITY };

/**
 * As `text.replaceAll(pattern, …)`, of a pattern that matches nothing empty and whose matches each hold a sign. `lead` is how
 * far before the first sign a match may begin.
 */
export function replaceAround(
  text: string,
  { pattern, span, lead }: { readonly pattern: RegExp; readonly span: Span; readonly lead: number },
  replacement: (match: RegExpExecArray) => string,
): string {
  let result = "";
  let done = 0;
  let from = Math.max(0, span.first - lead);
  while (from <= span.last) {
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (match === null) break;
    from = match.index + match[0].length;
    const replaced = replacement(match);
    if (replaced === match[0]) continue;
    result += text.slice(done, match.index) + replaced;
    done = from;
  }
  return done === 0 ? text : result + text.slice(done);
}
