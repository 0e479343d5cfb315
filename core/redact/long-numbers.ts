import { isDigit } from "./bytes.ts";

/** Digits of the shortest card number. */
const leastDigits = 13;

/** Whether the byte at `at` stands among 13 digits, with one blank or dash between some. */
export function isInLongNumber(bytes: Uint8Array, at: number): boolean {
  return digitsFrom(bytes, at, 1) + digitsFrom(bytes, at - 1, -1) >= leastDigits;
}

/** Counts no more than are needed. */
function digitsFrom(bytes: Uint8Array, from: number, step: 1 | -1): number {
  let digits = 0;
  for (let at = from; digits < leastDigits; at += step) {
    if (isDigit(bytes[at])) digits++;
    else if ((bytes[at] !== 0x20 && bytes[at] !== 0x2d) || !isDigit(bytes[at + step])) break;
  }
  return digits;
}
