/**
 * Cedar's parser is recursive, on a stack of fixed size, and an overrun leaves the engine unusable for the
 * rest of the process: 200 open brackets do it, or 1,000 `if`. So what is near is refused by its text alone.
 */
const maxDepth = 64;
const maxOperators = 400;

/** The first policy of `text` that nests or chains too much; generous with comments and strings, which count too. */
export function tooDeep(text: string): { readonly byteOffset: number; readonly message: string } | undefined {
  let start = 0;
  for (const policy of text.split(";")) {
    const message = complaint(policy);
    if (message !== undefined) return { byteOffset: Buffer.byteLength(text.slice(0, start)), message };
    start += policy.length + 1;
  }
  return undefined;
}

function complaint(policy: string): string | undefined {
  let depth = 0;
  for (const [bracket] of policy.matchAll(/[([{}\])]/g)) {
    depth += "([{".includes(bracket) ? 1 : -1;
    if (depth > maxDepth) return `expected at most ${maxDepth} brackets inside each other`;
  }
  const operators = policy.match(/\|\||&&|[!.+*-]|\bif\b/g)?.length ?? 0;
  return operators > maxOperators
    ? `expected at most ${maxOperators} operators in a policy: split it`
    : undefined;
}
