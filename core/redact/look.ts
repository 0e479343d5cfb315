import { clueKinds, numeric } from "./pair-kinds.ts";
import { kindOfPair, signsAt } from "./pairs.ts";
import { mayHoldKeyLine } from "./key-lines.ts";
import { isInLongNumber } from "./long-numbers.ts";
import { everySign, sign } from "./signs.ts";

/** What a text holds signs of, as bits of `sign`: perhaps too many, never too few. */
export type Look = (text: string) => number;

/** Longer texts are rare and get every sign: each detector looks for itself then. */
const longest = 64 * 1024;
/** Zeros before the text, so that no look back leaves the bytes; a multiple of 8. */
const front = 64;

/**
 * One pass over the bytes of a text, in pairs: a table says of most that they are of no interest. A character past
 * 255 is cut to some byte, which adds signs at worst: all that signs are made of is ASCII.
 */
export function openLook(): Look {
  let scratch = scratchFor(1024);
  return (text) => {
    if (text.length > longest) return everySign;
    if (text.length > scratch.longest) scratch = scratchFor(Math.min(longest, 2 * text.length));
    const { bytes, pairs } = scratch;
    const end = front + bytes.write(text, front, "latin1");
    // What an earlier text left behind ends here, and the last step of four pairs is whole.
    bytes[end] = 0;
    for (let pair = (end + 1) >> 1; pair % 4 !== 0; pair++) pairs[pair] = 0;
    const found = signsOfPairs(bytes, pairs, end);
    return (found & unsure) === 0 ? found : withoutDoubt(found, text);
  };
}

interface Scratch {
  readonly longest: number;
  readonly bytes: Buffer;
  /** The same memory, two bytes each. */
  readonly pairs: Uint16Array;
}

function scratchFor(characters: number): Scratch {
  const bytes = Buffer.from(new ArrayBuffer(2 * front + characters + (characters % 2)));
  return { longest: characters, bytes, pairs: new Uint16Array(bytes.buffer) };
}

/** Four pairs in a step: that one of them is of interest is rare enough. */
function signsOfPairs(bytes: Buffer, pairs: Uint16Array, end: number): number {
  const kinds = kindOfPair;
  let found = 0;
  let unbroken = 0;
  let mostUnbroken = 0;
  for (let pair = front / 2; 2 * pair < end; pair += 4) {
    const a = kindOf(kinds, pairs[pair]);
    const b = kindOf(kinds, pairs[pair + 1]);
    const c = kindOf(kinds, pairs[pair + 2]);
    const d = kindOf(kinds, pairs[pair + 3]);
    const any = a | b | c | d;
    unbroken = (unbroken + 1) & (((any >> 6) & 1) - 1);
    mostUnbroken |= unbroken + 1;
    if ((any & clueKinds) !== 0) {
      if ((a & clueKinds) !== 0) found |= signsAt(bytes, 2 * pair, a & clueKinds);
      if ((b & clueKinds) !== 0) found |= signsAt(bytes, 2 * pair + 2, b & clueKinds);
      if ((c & clueKinds) !== 0) found |= signsAt(bytes, 2 * pair + 4, c & clueKinds);
      if ((d & clueKinds) !== 0) found |= signsAt(bytes, 2 * pair + 6, d & clueKinds);
    }
    if ((b & c & (a | d) & numeric) !== 0 && isInLongNumber(bytes, 2 * pair + 2)) found |= sign.card;
  }
  // Of 64 letters of base64, seven steps at least are whole.
  if (mostUnbroken >= 8) found |= sign.keyBody;
  return found;
}

function kindOf(kinds: Uint8Array, pair = 0): number {
  return kinds[pair] ?? 0;
}

/** The pass over the pairs sees only a part of what these need. */
const unsure = sign.email | sign.keyBody;

function withoutDoubt(found: number, text: string): number {
  const signs = (found & sign.keyBody) !== 0 && !mayHoldKeyLine(text) ? found & ~sign.keyBody : found;
  return (found & sign.email) !== 0 && isUrlBeforeAt(text) ? signs | sign.urlPassword : signs;
}

/** A password in a URL stands between both. */
function isUrlBeforeAt(text: string): boolean {
  const url = text.indexOf("://");
  return url !== -1 && text.includes("@", url);
}
