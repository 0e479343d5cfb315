import { isBlank, isWord } from "./bytes.ts";
import { cutName } from "./names.ts";

/** Longer than what stands behind the first letters of any secret's name, and than what a name looks back at. */
const longestRest = 16;
/** What may stand between `--` and the blank behind an option's name. */
const longestOption = 40;

const dash = 0x2d;
const nameAtItsPlace = new RegExp(
  `${cutName}(?:\\\\*["'\`]?[ \\t]*[:=]|(?<=--[\\w-]{0,${longestOption}})[ \\t])`,
  "iy",
);

/** Whether a secret's name whose first letters stand at `from` goes on as one, up to a separator behind it. */
export function nameGoesOn(bytes: Buffer, from: number): boolean {
  let end = from + 3;
  while (end < from + 3 + longestRest && isWord(bytes[end])) end++;
  const separator = separatorAfter(bytes, end);
  if (separator === -1 && !(isBlank(bytes[end]) && isOption(bytes, end))) return false;
  const before = longestOption + 2;
  nameAtItsPlace.lastIndex = before;
  return nameAtItsPlace.test(bytes.toString("latin1", from - before, Math.max(separator, end) + 1));
}

/** Where `:` or `=` is; -1 where none follows the name and its closing quote. */
function separatorAfter(bytes: Buffer, end: number): number {
  let at = end;
  while (bytes[at] === 0x5c) at++;
  if (bytes[at] === 0x22 || bytes[at] === 0x27 || bytes[at] === 0x60) at++;
  while (isBlank(bytes[at])) at++;
  return bytes[at] === 0x3a || bytes[at] === 0x3d ? at : -1;
}

function isOption(bytes: Buffer, end: number): boolean {
  for (let at = end - 1; at > end - longestOption - 2 && isWord(bytes[at]); at--) {
    if (bytes[at] === dash && bytes[at - 1] === dash) return true;
  }
  return false;
}
