/**
 * The texts that a part of a pattern can match, coarsely: `0` stands for any run of digits and a space for
 * any run of blanks, all else for itself, so that `\d+(?:\.\d+)?(?:ms|s)` has the words `0ms`, `0s`,
 * `0.0ms` and `0.0s`. undefined: too many to tell.
 */
export type Words = readonly string[] | undefined;

export const emptyWord: Words = [""];
const mostWords = 64;
const longestWord = 24;

/** The word of one literal character. */
export function literal(character: string, ignoreCase: boolean): Words {
  if (/^[0-9]$/.test(character)) return ["0"];
  if (/^\s$/.test(character)) return [" "];
  // Units are told apart by case, so a letter in any case is none.
  return ignoreCase && /^\p{L}$/u.test(character) ? undefined : [character];
}

export function either(a: Words, b: Words): Words {
  return a === undefined || b === undefined ? undefined : bounded([...a, ...b]);
}

export function followed(a: Words, b: Words): Words {
  if (a === undefined || b === undefined || a.length * b.length > mostWords * 4) return undefined;
  return bounded(a.flatMap((left) => b.map((right) => joined(left, right))));
}

export function repeated(words: Words, min: number, max: number): Words {
  if (max === 0) return emptyWord;
  const runs = [/^0?$/, /^ ?$/].some((run) => words?.every((word) => run.test(word)));
  if (max !== 1 && !runs) return undefined;
  return min === 0 ? either(emptyWord, words) : words;
}

function joined(left: string, right: string): string {
  const last = left.at(-1);
  return last === right[0] && (last === "0" || last === " ") ? left + right.slice(1) : left + right;
}

function bounded(words: readonly string[]): Words {
  const distinct = [...new Set(words)];
  return distinct.length > mostWords || distinct.some((word) => word.length > longestWord)
    ? undefined
    : distinct;
}
