import { pseudonymPattern } from "./pseudonym.ts";

/** Where a value begins, behind its opening quote, and what closes it. */
export interface ValueStart {
  from: number;
  readonly quote: Quote | undefined;
}

interface Quote {
  readonly mark: string;
  /** Backslashes before it: the value stands in a string inside a string. */
  readonly depth: number;
}

const opening = /(\\*)(["'`])/y;
/** `{"a":1}` and `["x"]` hold fields of their own. */
const structure = /[{[]\s*(?:\\*["'}\]]|$)/y;
const runEnd = /[\s"'`]|[,;&](?=\s|$|["'`{[(]|\\{1,8}["']|[\w.$-]{1,64}\\{0,8}["']?[ \t]{0,8}[=:])/g;

/** A value that is a pseudonym already, or in a URL begins with one: whatever ends a value follows. */
const hiddenRun = new RegExp(`${pseudonymPattern.source}(?=[@\\s"'\`,;&)\\]}\\\\]|$)`, "y");
const hiddenQuoted = new RegExp(`${pseudonymPattern.source}(?=\\\\*["'\`]|\\n|$)`, "y");

/** Whether the value is hidden already; looks no further than the pseudonym. */
export function isHidden(text: string, start: ValueStart): boolean {
  if (text.charAt(start.from) !== "<") return false;
  const hidden = start.quote === undefined ? hiddenRun : hiddenQuoted;
  hidden.lastIndex = start.from;
  return hidden.test(text);
}

/** The start of the value at `at`; undefined where a structure is. */
export function startOfValue(text: string, at: number): ValueStart | undefined {
  const first = text.charAt(at);
  structure.lastIndex = at;
  if ((first === "{" || first === "[") && structure.test(text)) return undefined;
  if (!"\\\"'`".includes(first)) return { from: at, quote: undefined };
  opening.lastIndex = at;
  const quote = opening.exec(text);
  if (quote === null) return { from: at, quote: undefined };
  return { from: opening.lastIndex, quote: { mark: quote[2] ?? '"', depth: (quote[1] ?? "").length } };
}

export function endOfValue(text: string, start: ValueStart): number {
  return start.quote === undefined ? endOfRun(text, start.from) : endOfQuoted(text, start.from, start.quote);
}

/** To the quote that closes it: behind as many backslashes as the opening one, or fewer. Unclosed: to the line's end. */
function endOfQuoted(text: string, from: number, { mark, depth }: Quote): number {
  for (let close = text.indexOf(mark, from); close !== -1; close = text.indexOf(mark, close + 1)) {
    let slashes = 0;
    while (close - slashes > from && text.charAt(close - slashes - 1) === "\\") slashes++;
    // At depth 0 an even number of backslashes escapes itself, not the quote.
    if (depth === 0 ? slashes % 2 === 0 : slashes <= depth) return close - (depth === 0 ? 0 : slashes);
  }
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** To white space, a quote, or a separator that another name or a space follows; closing brackets stay outside. */
function endOfRun(text: string, from: number): number {
  runEnd.lastIndex = from;
  let to = runEnd.exec(text)?.index ?? text.length;
  while (to > from && ")]}\\".includes(text.charAt(to - 1))) to--;
  return to;
}
