/** One word of what was typed, and where it starts. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** Quotation marks in pairs, also those that keyboards put in their place. */
const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "“": "”",
  "„": "“",
  "‘": "’",
  "«": "»",
};

/**
 * What somebody typed, as they meant it: Slack escapes `& < >` and turns people, channels and links into
 * `<@U1|ada>`, `<#C1|ops>`, `<https://…|…>` (https://docs.slack.dev/interactivity/implementing-slash-commands).
 */
export function undoEscapes(text: string): string {
  return text
    .replaceAll(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (_, mark: string, id: string, label?: string) => {
      // Of a private channel there is no name, and that of a group begins with `@`.
      const name = label === undefined || label === "" ? id.replace(/^subteam\^/, "") : label;
      if (mark === "@") return `@${id}`;
      if (mark === "#") return `#${name}`;
      if (mark === "!") return `@${name.replace(/^@/, "")}`;
      return id.replace(/^mailto:/, "");
    })
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Words between blanks; what stands in quotation marks is one, and a mark that is never closed is only a sign. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  // Marks that come no more: to look for them again and again takes seconds, for a hostile text of 40,000.
  const gone = new Set<string>();
  let at = 0;
  while (at < text.length) {
    const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    if (start >= text.length) break;
    const closing = quotes[text.charAt(start)];
    const end = closing === undefined || gone.has(closing) ? -1 : text.indexOf(closing, start + 1);
    if (closing !== undefined && end === -1) gone.add(closing);
    if (end !== -1) {
      words.push({ text: text.slice(start + 1, end), at: start });
      at = end + 1;
      continue;
    }
    const length = /^\S+/.exec(text.slice(start))?.[0].length ?? 0;
    words.push({ text: text.slice(start, start + length), at: start });
    at = start + length;
  }
  return words;
}
