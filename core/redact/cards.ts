import type { Detector } from "./detector.ts";
import { sign } from "./signs.ts";
import { replaceAround } from "./span.ts";

/** Digits in one run, or in groups with one blank or dash between; neither part of a longer number nor of a name. */
const number = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)/g;

/** First digits and lengths by issuer (ISO/IEC 7812; the networks' own tables). */
const issuers: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^3(?:0[0-5]|[689])/, [14, 16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
];

/**
 * Numbers of payment cards: an issuer's first digits, a length that it has, and the check digit (Luhn). The check digit
 * alone would take one in ten of all long numbers, such as milliseconds since the epoch.
 */
export const cards: Detector = {
  sign: sign.card,
  hide: (text, hide, span) =>
    replaceAround(text, { pattern: number, span, lead: leadOfNumber(text, span.first) }, ([found]) => {
      const digits = found.replaceAll(/[ -]/g, "");
      return isCard(digits) ? hide("card", digits) : found;
    }),
};

/** The sign is any place in a number: from there back to where it begins. */
function leadOfNumber(text: string, place: number): number {
  let start = place;
  while (start > 0 && "0123456789 -".includes(text.charAt(start - 1))) start--;
  return place - start;
}

function isCard(digits: string): boolean {
  // The check digit first: it costs less, and nine of ten fail it.
  return (
    luhn(digits) % 10 === 0 &&
    issuers.some(([first, lengths]) => first.test(digits) && lengths.includes(digits.length))
  );
}

function luhn(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 0x30;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}
