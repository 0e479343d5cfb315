import { hexDigits } from "./bytes.ts";
import type { Detector } from "./detector.ts";
import { fourAt, replaceFours } from "./four.ts";
import { remembering } from "./remember.ts";
import { sign } from "./signs.ts";
import { replaceAround } from "./span.ts";

/**
 * Which addresses stay readable: those of private networks, unless they are to be hidden too, and those that are
 * known, as of the inventory.
 */
export interface KeptAddresses {
  readonly private: boolean;
  /** However they are written; names of hosts among them do no harm. */
  readonly known: ReadonlySet<string>;
}

/** Neither part of a longer number or name, nor of a version of more parts. */
const six = /(?<![\w.:-])[0-9a-f:]{2,45}(?:\.\d{1,3}){0,3}(?![\w-]|:[0-9a-f:])/gi;

/** Addresses of RFC 791 and RFC 4291, as text has them. What is behind them, `/24` or `:8080`, stays. */
export function addresses(kept: KeptAddresses): readonly Detector[] {
  const known = new Set([...kept.known].map((address) => oneSpelling(address.toLowerCase())));
  const hidden = (address: string, isPrivate: boolean): boolean =>
    !(kept.private && isPrivate) && !known.has(address);
  const spellingToHide = remembering((found) => {
    const groups = groupsOf(found.toLowerCase());
    return groups === undefined || !hidden(spelled(groups), isPrivateSix(groups)) ? null : spelled(groups);
  });
  return [
    {
      sign: sign.four,
      hide: (text, hide, span) =>
        replaceFours(text, span, (found, numbers) =>
          hidden(found, isPrivateFour(numbers)) ? hide("ip", found) : found,
        ),
    },
    {
      sign: sign.six,
      hide: (text, hide, span) =>
        replaceAround(text, { pattern: six, span, lead: leadOfSix(text, span.first) }, ([found]) => {
          const spelling = spellingToHide(found);
          return spelling === null ? found : hide("ip", spelling);
        }),
    },
  ];
}

const hexOrColon = `${hexDigits}:`;

/** The sign is a colon in an address: from there back to where it begins. */
function leadOfSix(text: string, colon: number): number {
  let start = colon;
  while (start > 0 && hexOrColon.includes(text.charAt(start - 1))) start--;
  return colon - start;
}

/** RFC 1918, 6598, 3927, 1122, 1112 and what nobody has: it names nobody. */
function isPrivateFour([a = 0, b = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  if (a === 172) return b >= 16 && b < 32;
  if (a === 192) return b === 168;
  if (a === 169) return b === 254;
  return a === 100 && b >= 64 && b < 128;
}

/** The eight groups; undefined for what is no address. A digit must be in it: `fade::dead` is a name in some language. */
function groupsOf(text: string): readonly number[] | undefined {
  if (!text.includes(":") || !/\d/.test(text)) return undefined;
  const whole = withoutDots(text);
  if (whole === undefined) return undefined;
  const halves = whole.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [
    ...head,
    ...Array.from({ length: tail === undefined ? 0 : missing }, () => "0"),
    ...(tail ?? []),
  ];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}

/** `::ffff:192.0.2.1` with its last part as two groups. */
function withoutDots(text: string): string | undefined {
  if (!text.includes(".")) return text;
  const at = text.lastIndexOf(":") + 1;
  const four = fourAt(text, at);
  if (four === undefined || four.end < text.length) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = four.numbers;
  return `${text.slice(0, at)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** `::`, `::1`, fc00::/7, fe80::/10, ff00::/8, and private IPv4 inside. */
function isPrivateSix(groups: readonly number[]): boolean {
  const [first = 0, ...rest] = groups;
  if (groups.slice(0, 7).every((group) => group === 0)) return (groups[7] ?? 0) <= 1;
  if (first === 0 && rest.slice(0, 4).every((group) => group === 0) && groups[5] === 0xffff) {
    return isPrivateFour([(groups[6] ?? 0) >> 8, (groups[6] ?? 0) & 255]);
  }
  return (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80 || (first & 0xff00) === 0xff00;
}

function oneSpelling(address: string): string {
  const groups = groupsOf(address);
  return groups === undefined ? address : spelled(groups);
}

/** One spelling for each, so that the same address has the same pseudonym. */
function spelled(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(":");
}
