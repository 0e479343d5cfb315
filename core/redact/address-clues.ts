import { isDigit, isHex } from "./bytes.ts";

const colon = 0x3a;
const dot = 0x2e;

/** Whether the dot at `at` is the first of `d.ddd.ddd.d`. */
export function beginsFour(bytes: Uint8Array, at: number): boolean {
  if (!isDigit(bytes[at - 1])) return false;
  const second = dotAfterDigits(bytes, at + 1);
  if (second === -1) return false;
  const third = dotAfterDigits(bytes, second + 1);
  return third !== -1 && isDigit(bytes[third + 1]);
}

function dotAfterDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < from + 3 && isDigit(bytes[at])) at++;
  return at > from && bytes[at] === dot ? at : -1;
}

/**
 * Whether the colon at `at` is one of `::`, or the first of `h:hhhh:hhhh:h`: a time of day has two colons. Where an
 * address has `::`, a digit stands beside it.
 */
export function beginsSix(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 1] === colon) return isHex(bytes[at - 1]) || isHex(bytes[at + 2]);
  if (bytes[at - 1] === colon) return isHex(bytes[at - 2]) || isHex(bytes[at + 1]);
  if (!isHex(bytes[at - 1])) return false;
  const second = colonAfterHex(bytes, at + 1);
  if (second === -1) return false;
  const third = colonAfterHex(bytes, second + 1);
  return third !== -1 && isHex(bytes[third + 1]);
}

function colonAfterHex(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < from + 4 && isHex(bytes[at])) at++;
  return at > from && bytes[at] === colon ? at : -1;
}
