import { Refusal, refuseEscape } from "./refusals.ts";
import { either, emptyWord, literal, type Words } from "./words.ts";

/** One thing that a pattern matches once, and where it ends in the source. */
export interface Atom {
  readonly words: Words;
  readonly end: number;
}

/** An escape outside a class: `\d`, `\.`, `\x{41}`, `\p{Greek}`, `\Q…\E`. Whether it exists, RE2 says later. */
export function readEscape(source: string, at: number, ignoreCase: boolean): Atom {
  refuseEscape(source, at);
  const letter = source[at + 1] ?? "";
  if (letter === "Q") {
    const close = source.indexOf(String.raw`\E`, at + 2);
    return { words: undefined, end: close === -1 ? source.length : close + 2 };
  }
  if (/[bBAz]/.test(letter)) return { words: emptyWord, end: at + 2 };
  return oneOf(source, at, ignoreCase);
}

/** A class in brackets. It has words where it holds nothing but a few characters, digits and blanks. */
export function readClass(source: string, start: number, ignoreCase: boolean): Atom {
  let at = start + 1;
  let words: Words = [];
  if (source[at] === "^") {
    words = undefined;
    at += 1;
  }
  for (let first = true; first || source[at] !== "]"; first = false) {
    if (at >= source.length) {
      throw new Refusal('this "[" is not closed', start, String.raw`a bracket itself is \[`);
    }
    const named = source.startsWith("[:", at) ? source.indexOf(":]", at) : -1;
    if (named !== -1) {
      words = either(words, source.slice(at, named) === "[:digit" ? ["0"] : undefined);
      at = named + 2;
      continue;
    }
    const item = readItem(source, at, ignoreCase);
    at = item.end;
    if (source[at] !== "-" || source[at + 1] === "]") {
      words = either(words, item.words);
      continue;
    }
    const last = readItem(source, at + 1, ignoreCase);
    at = last.end;
    words = either(words, item.words?.[0] === "0" && last.words?.[0] === "0" ? ["0"] : undefined);
  }
  return { words, end: at + 1 };
}

function readItem(source: string, at: number, ignoreCase: boolean): Atom {
  if (source[at] === "\\") {
    refuseEscape(source, at);
    return oneOf(source, at, ignoreCase);
  }
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  return { words: literal(character, ignoreCase), end: at + character.length };
}

/** An escape for one character or a set of them. */
function oneOf(source: string, at: number, ignoreCase: boolean): Atom {
  const long = /\\(?:x\{[^}]*\}|x..|[pP](?:\{[^}]*\}|.)|0[0-7]{0,2})/suy;
  long.lastIndex = at;
  const longText = long.exec(source)?.[0];
  if (longText !== undefined) return { words: undefined, end: at + longText.length };
  const character = String.fromCodePoint(source.codePointAt(at + 1) ?? 0);
  const end = at + 1 + character.length;
  if (character === "d") return { words: ["0"], end };
  if (/[stnrfv]/.test(character)) return { words: [" "], end };
  if (/\w/.test(character)) return { words: undefined, end };
  return { words: literal(character, ignoreCase), end };
}
