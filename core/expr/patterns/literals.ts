import { RE2JS, RE2JSException } from "re2js";

/**
 * Texts of which each match of a pattern holds at least one, letters of ASCII in lower case: whoever looks for them must
 * not tell cases apart. Undefined where there are none that are worth looking for, as for `\d+ms`.
 */
export type Literals = readonly string[] | undefined;

/** Shorter ones stand in too many lines to spare any. */
const shortest = 2;
const most = 100;

/**
 * The required literals of a pattern that compiles, by re2js's own prefilter, which knows them where case counts: so it is
 * asked about the pattern without its `i`. What a letter matches beyond ASCII where case does not count, says `foldsBeyond`.
 */
export function literalsOf(source: string): Literals {
  const found = bestOf(prefilterOf(withoutIgnoreCase(source)));
  if (found === undefined || found.length > most) return undefined;
  const lower = [
    ...new Set(found.map((text) => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()))),
  ];
  // U+FFFD stands for bytes that are no text; and beyond ASCII a letter in another case has other bytes.
  const vain = ignoresCase(source) ? /[^\0-\x7F]/ : /\uFFFD/;
  return lower.some((text) => text.length < shortest || vain.test(text)) ? undefined : lower;
}

/** Whether a pattern ignores case anywhere: then `k` and `s` also match the signs of Kelvin and of the long s. */
export function ignoresCase(source: string): boolean {
  return withoutIgnoreCase(source) !== source;
}

/** What `k` and `s` match beyond ASCII where case does not count (Unicode's CaseFolding.txt). */
export const foldedBeyond: readonly string[] = ["\u212A", "\u017F"];

function prefilterOf(source: string): unknown {
  try {
    return RE2JS.compile(source).re2().prefilter;
  } catch (thrown) {
    if (!(thrown instanceof RE2JSException)) throw thrown;
    return undefined;
  }
}

/** Flags that begin with `(?`, outside of classes and escapes, without their `i`. */
function withoutIgnoreCase(source: string): string {
  const part =
    /\\Q[^]*?(?:\\E|$)|\\[^]|\[\^?\]?(?:\\[^]|\[:\w+:\]|[^\]\\])*\]|\(\?([imsU]*)(?:-([imsU]+))?([:)])|[^]/g;
  return source.replaceAll(part, (all: string, on?: string, off?: string, end?: string) => {
    if (end === undefined || on?.includes("i") !== true) return all;
    const flags = on.replaceAll("i", "") + (off === undefined ? "" : `-${off}`);
    return flags === "" && end === ")" ? "" : `(?${flags}${end}`;
  });
}

const [none, exact, all, any] = [0, 1, 2, 3];

/** Of what must all be there the rarest, of what may be instead of each other everything. */
function bestOf(node: unknown): readonly string[] | undefined {
  if (typeof node !== "object" || node === null || !("type" in node)) return undefined;
  if (node.type === none) return undefined;
  if (node.type === exact) return "str" in node && typeof node.str === "string" ? [node.str] : undefined;
  const subs = "subs" in node && Array.isArray(node.subs) ? node.subs.map(bestOf) : [];
  if (node.type === any) return subs.every((sub) => sub !== undefined) ? subs.flat() : undefined;
  if (node.type !== all) return undefined;
  return subs.filter((sub) => sub !== undefined).toSorted((a, b) => rarity(b) - rarity(a))[0];
}

/** Long ones are rare; of many one is there sooner. */
function rarity(texts: readonly string[]): number {
  return Math.min(...texts.map(({ length }) => Math.min(length, 12))) - texts.length / 20;
}
