/** One word of a line: bare, or a text in quotation marks. */
export interface Word {
  readonly kind: "bare" | "text";
  readonly text: string;
  /** Of its first character in the line, from 0. */
  readonly at: number;
}

export type Words =
  | { readonly ok: true; readonly words: readonly Word[] }
  | { readonly ok: false; readonly at: number; readonly message: string };

/** A line's words, without its comment. In a text, `\"`, `\\`, `\n` and `\t` stand for what they do elsewhere. */
export function wordsOf(line: string): Words {
  const words: Word[] = [];
  for (let at = 0; at < line.length;) {
    const sign = line[at] ?? "";
    if (/[\s,]/.test(sign)) at += 1;
    else if (sign === "#") break;
    else if (sign === '"') {
      const read = textAt(line, at);
      if (read === undefined)
        return { ok: false, at, message: "expected a text that ends with its line, in quotation marks" };
      words.push({ kind: "text", text: read.text, at });
      at = read.end;
    } else {
      const [text = ""] = /^[^\s,"]+/.exec(line.slice(at)) ?? [];
      words.push({ kind: "bare", text, at });
      at += text.length;
    }
  }
  return { ok: true, words };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t" };

function textAt(line: string, start: number): { readonly text: string; readonly end: number } | undefined {
  let text = "";
  for (let at = start + 1; at < line.length; at++) {
    const sign = line[at] ?? "";
    if (sign === '"') return { text, end: at + 1 };
    if (sign === "\\") {
      at += 1;
      const escaped = line[at] ?? "";
      text += escapes[escaped] ?? escaped;
    } else text += sign;
  }
  return undefined;
}
