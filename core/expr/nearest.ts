/** Names longer than this are compared by their beginning. */
const longestName = 64;
/** Less of a name says too little about what was meant. */
const shortestStart = 3;
/** How many names a list in a message shows. */
const shownNames = 20;

/**
 * The known name that `name` was most likely meant to be: the only one that begins with it, or one of which at
 * most a third of the letters differ.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [longer, ...others] = name.length < shortestStart ? [] : known.filter((one) => one.startsWith(name));
  if (longer !== undefined && others.length === 0) return longer;
  const limit = Math.floor(Math.min(name.length, longestName) / 3);
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean "channel"?`, or else `known are "a", "b"`; empty when nothing is known. */
export function suggestion(name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  if (close !== undefined) return `did you mean "${close}"?`;
  return known.length === 0 ? "" : `known: ${listed(known)}`;
}

/** `"a", "b"`, cut after twenty. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, shownNames).map((name) => `"${name}"`);
  return shown.join(", ") + (names.length > shownNames ? `, and ${names.length - shownNames} more` : "");
}

/** Levenshtein's distance, where two neighbours that changed places count once. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, longestName);
  const b = right.slice(0, longestName);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(row, j - 1) + 1, at(last, j) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
