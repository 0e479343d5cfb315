import type { Span } from "./span.ts";

/** An IPv4 address in a text, with its four numbers. */
export interface Four {
  readonly numbers: readonly number[];
  readonly end: number;
}

const dot = 0x2e;
const dash = 0x2d;
const colon = 0x3a;

/**
 * `text` with what `replacement` makes of each address that is neither a part of a longer number or name, nor of a version
 * of more parts: what `/(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g` finds, at a tenth of its cost.
 */
export function replaceFours(
  text: string,
  { first, last }: Span,
  replacement: (address: string, numbers: readonly number[]) => string,
): string {
  let result = "";
  let done = 0;
  for (let at = text.indexOf(".", first); at !== -1 && at <= last; at = text.indexOf(".", at + 1)) {
    const start = startOfNumber(text, at);
    const found = start === at || !isEdge(text.charCodeAt(start - 1)) ? undefined : fourAt(text, start);
    if (found === undefined) continue;
    const address = text.slice(start, found.end);
    const replaced = replacement(address, found.numbers);
    if (replaced === address) continue;
    result += text.slice(done, start) + replaced;
    done = found.end;
  }
  return done === 0 ? text : result + text.slice(done);
}

function startOfNumber(text: string, to: number): number {
  let start = to;
  while (start > to - 3 && isDigit(text.charCodeAt(start - 1))) start--;
  return start;
}

/** The address at `start`. A number past 255 makes none, nor does a leading zero: it is octal to some. */
export function fourAt(text: string, start: number): Four | undefined {
  const numbers: number[] = [];
  let end = start;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && text.charCodeAt(end++) !== dot) return undefined;
    const begin = end;
    let value = 0;
    while (end < begin + 3 && isDigit(text.charCodeAt(end)))
      value = value * 10 + text.charCodeAt(end++) - 0x30;
    const leadingZero = end > begin + 1 && text.charCodeAt(begin) === 0x30;
    if (end === begin || leadingZero || value > 255) return undefined;
    numbers.push(value);
  }
  const next = text.charCodeAt(end);
  const goesOn = isNameLetter(next) || next === dash || (next === dot && isDigit(text.charCodeAt(end + 1)));
  return goesOn ? undefined : { numbers, end };
}

function isEdge(code: number): boolean {
  return !isNameLetter(code) && code !== dot && code !== colon && code !== dash;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** `\w`; not so what is behind the text's end, NaN. */
function isNameLetter(code: number): boolean {
  const small = code | 0x20;
  return isDigit(code) || (small >= 0x61 && small <= 0x7a && code < 0x80) || code === 0x5f;
}
