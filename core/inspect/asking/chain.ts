/** One program with its words, and when it runs: after the one before, where that went well (`&&`) or did not (`||`). */
export interface Link {
  readonly argv: readonly [string, ...string[]];
  readonly after: "&&" | "||" | null;
  /** Of each word's first character in the line. */
  readonly at: readonly number[];
}

export type Chain =
  | { readonly ok: true; readonly links: readonly Link[] }
  | { readonly ok: false; readonly at: number; readonly why: string };

const mostChars = 1_000;
const mostLinks = 10;

/**
 * Takes a line apart as a shell would, as far as it is words joined by `&&` and `||`; whatever else means something to a
 * shell is refused. The words are given to programs as they are: no shell ever sees the line.
 */
export function parseChain(line: string): Chain {
  if (line.length > mostChars) return { ok: false, at: 0, why: `it has more than ${mostChars} characters` };
  if (!line.isWellFormed()) return { ok: false, at: 0, why: "it holds half a character" };
  const links: { argv: string[]; after: Link["after"]; at: number[] }[] = [{ argv: [], after: null, at: [] }];
  for (let at = 0; at < line.length;) {
    if (/[ \t]/.test(line[at] ?? "")) {
      at += 1;
      continue;
    }
    const joint = line.startsWith("&&", at) ? "&&" : line.startsWith("||", at) ? "||" : undefined;
    const last = links.at(-1);
    if (joint !== undefined) {
      if (last?.argv.length === 0) return { ok: false, at, why: `there is nothing before ${joint}` };
      links.push({ argv: [], after: joint, at: [] });
      at += 2;
      continue;
    }
    const word = wordAt(line, at);
    if (!word.ok) return word;
    last?.argv.push(word.text);
    last?.at.push(at);
    at = word.end;
  }
  return finished(links, line.length);
}

function finished(
  links: readonly { argv: string[]; after: Link["after"]; at: number[] }[],
  length: number,
): Chain {
  if (links.length > mostLinks) return { ok: false, at: 0, why: `it joins more than ${mostLinks} commands` };
  const whole: Link[] = [];
  for (const { argv, ...rest } of links) {
    const [program, ...words] = argv;
    if (program === undefined) return { ok: false, at: length, why: "a command is missing at its end" };
    whole.push({ ...rest, argv: [program, ...words] });
  }
  return { ok: true, links: whole };
}

type WordRead =
  | { readonly ok: true; readonly text: string; readonly end: number }
  | { readonly ok: false; readonly at: number; readonly why: string };

/** What a sign means to a shell, where it means anything. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/[\n\r;&]/, "one command after another, or in the background"],
  [/\|/, "a pipe"],
  [/[<>]/, "a redirection"],
  [/[$`]/, "a substitution"],
  [/[*?[\]]/, "a pattern for file names; in quotation marks it is only text"],
  [/[(){}]/, "a group"],
  [/[!#~^]/, "something special to a shell"],
];

function meaningOf(sign: string): string | undefined {
  if (/\p{Cc}/u.test(sign) && sign !== "\n" && sign !== "\r") return "a control character";
  return meanings.find(([signs]) => signs.test(sign))?.[1];
}

function wordAt(line: string, start: number): WordRead {
  let text = "";
  let at = start;
  while (at < line.length && !/[ \t]/.test(line[at] ?? "")) {
    const sign = line[at] ?? "";
    if (line.startsWith("&&", at) || line.startsWith("||", at)) break;
    if (sign === "'" || sign === '"') {
      const quoted = quotedAt(line, at, sign);
      if (!quoted.ok) return quoted;
      text += quoted.text;
      at = quoted.end;
      continue;
    }
    if (sign === "\\") return { ok: false, at, why: "a backslash; put the word in quotation marks" };
    const meaning = meaningOf(sign);
    if (meaning !== undefined) return { ok: false, at, why: meaning };
    text += sign;
    at += 1;
  }
  return { ok: true, text, end: at };
}

/** Between single marks everything is text; between double ones what a shell would still read is refused. */
function quotedAt(line: string, start: number, mark: string): WordRead {
  const end = line.indexOf(mark, start + 1);
  if (end === -1) return { ok: false, at: start, why: "a quotation mark that is not closed" };
  const text = line.slice(start + 1, end);
  const special = mark === '"' ? text.search(/[$`\\!]/) : -1;
  if (special !== -1) return { ok: false, at: start + 1 + special, why: "a substitution" };
  const control = text.search(/\p{Cc}/u);
  if (control !== -1) return { ok: false, at: start + 1 + control, why: "a control character" };
  return { ok: true, text, end: end + 1 };
}
