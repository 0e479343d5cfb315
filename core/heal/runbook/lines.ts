/** Where the characters of a text stand, both from 1. */
export interface Lines {
  /** One past the end is taken for the end. */
  placeOf(offset: number): { readonly line: number; readonly column: number };
}

/** Looks through the text once, so that places of many mistakes cost no more than those of few. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return {
    placeOf: (offset) => {
      const at = Math.min(offset, text.length);
      const line = lastUpTo(starts, at);
      return { line: line + 1, column: at - (starts[line] ?? 0) + 1 };
    },
  };
}

/** Index of the last of these growing numbers that is not above `most`; the first one is 0. */
function lastUpTo(numbers: readonly number[], most: number): number {
  let [low, high] = [0, numbers.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= most) low = middle;
    else high = middle;
  }
  return low;
}
