import { parseAngle, parseBareUrl } from "./mrkdwn-angle.ts";
import { unescapeEntities } from "./escape.ts";
import { plain, type Found, type Inline, type Style } from "./rich.ts";

type Mark = "*" | "_" | "~" | "`";

/** What one mark turns on. Code is last: nothing inside of it is a mark. */
const styleOf: Readonly<Record<Mark, keyof Style>> = { "*": "bold", _: "italic", "~": "strike", "`": "code" };

/** Marks, mentions, links, dates and emoji of one paragraph; line breaks stay in the text. */
export function parseInline(text: string, style: Style = plain): Inline[] {
  const out: Inline[] = [];
  const closers = openClosers(text);
  let textFrom = 0;
  let at = 0;
  const flush = (): void => {
    if (at > textFrom) out.push({ kind: "text", text: unescapeEntities(text.slice(textFrom, at)), style });
  };
  while (at < text.length) {
    const found = parseMark(text, at, style, closers) ?? parseToken(text, at, style);
    if (found === undefined) {
      at += 1;
      continue;
    }
    flush();
    out.push(...found.inlines);
    at = found.end;
    textFrom = at;
  }
  flush();
  return out;
}

function parseToken(text: string, at: number, style: Style): Found | undefined {
  const sign = text[at];
  if (sign === "<") return parseAngle(text, at, style);
  if (sign === ":") return parseEmoji(text, at, style);
  return sign === "h" ? parseBareUrl(text, at, style) : undefined;
}

function parseEmoji(text: string, at: number, style: Style): Found | undefined {
  const pattern = /:([a-z0-9_+'-]{1,100}(?:::skin-tone-[2-6])?):/y;
  pattern.lastIndex = at;
  const name = pattern.exec(text)?.[1];
  // 12:30:45 is a time.
  if (name === undefined || /^\d+$/.test(name)) return undefined;
  return { inlines: [{ kind: "emoji", name, style }], end: at + name.length + 2 };
}

function parseMark(text: string, at: number, style: Style, closers: Closers): Found | undefined {
  const mark = text[at];
  if (!isMark(mark) || style[styleOf[mark]] || !mayOpen(text, at)) return undefined;
  const end = closers.find(mark, at + 1);
  if (end === undefined) return undefined;
  const inside = text.slice(at + 1, end);
  const marked = { ...style, [styleOf[mark]]: true };
  const inlines =
    mark === "`"
      ? [{ kind: "text" as const, text: unescapeEntities(inside), style: marked }]
      : parseInline(inside, marked);
  return { inlines, end: end + 1 };
}

function isMark(sign: string | undefined): sign is Mark {
  return sign === "*" || sign === "_" || sign === "~" || sign === "`";
}

/** A mark opens at the start of a word: `snake_case` has none. */
function mayOpen(text: string, at: number): boolean {
  const next = text[at + 1];
  return !isWord(text[at - 1]) && next !== undefined && !/\s/.test(next) && next !== text[at];
}

function isWord(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}

interface Closers {
  /** Where `mark` ends, looking from `from` on, in the same line. */
  find(mark: Mark, from: number): number | undefined;
}

/** Remembers where a search failed: a line of a thousand asterisks costs one look at it, not a thousand. */
function openClosers(text: string): Closers {
  const barrenUntil = new Map<Mark, number>();
  return {
    find: (mark, from) => {
      if (from < (barrenUntil.get(mark) ?? 0)) return undefined;
      for (let at = from; at < text.length && text[at] !== "\n"; at += 1) {
        if (at > from && text[at] === mark && closes(text, at)) return at;
      }
      const lineEnd = text.indexOf("\n", from);
      barrenUntil.set(mark, lineEnd < 0 ? text.length : lineEnd);
      return undefined;
    },
  };
}

function closes(text: string, at: number): boolean {
  return !/\s/.test(text[at - 1] ?? " ") && !isWord(text[at + 1]);
}
