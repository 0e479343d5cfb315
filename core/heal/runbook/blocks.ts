/** A stretch of a file that holds one runbook. */
export interface Block {
  readonly text: string;
  /** Of its first character in the file. */
  readonly start: number;
}

/**
 * Cuts a file into its runbooks, so that a mistake in one hides none in the others: a block ends with the brace that
 * closes it, or where a line begins as only the next one can.
 */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  let depth = 0;
  /** Of the block at hand, told where its first brace opens. */
  let isNameless = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "#") at = endOfLine(text, at);
    else if (sign === '"' || sign === "'") at = endOfString(text, at);
    else if (sign === "{") {
      if (depth === 0) isNameless = /^(?:\s|#[^\n]*\n)*on\b/.test(text.slice(start, at));
      depth += 1;
    } else if (sign === "}" && depth > 0) {
      depth -= 1;
      if (depth === 0) {
        blocks.push({ text: text.slice(start, at + 1), start });
        start = at + 1;
      }
    } else if (depth > 0 && sign === "\n" && begins(text, at + 1, isNameless)) {
      blocks.push({ text: text.slice(start, at + 1), start });
      start = at + 1;
      depth = 0;
    }
  }
  const rest = text.slice(start);
  if (rest.replaceAll(/#[^\n]*/g, "").trim() !== "") blocks.push({ text: rest, start });
  return blocks;
}

/** `on event` stands inside of the form that has a name, and begins the other. */
function begins(text: string, at: number, isNameless: boolean): boolean {
  const line = text.slice(at, at + 40);
  return /^runbook\b/.test(line) || (isNameless && /^on\s+event\b/.test(line));
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  // The line end itself is looked at: a block may end there.
  return end === -1 ? text.length : end - 1;
}

/** A text that is not closed ends with its line. */
function endOfString(text: string, at: number): number {
  const quote = text[at];
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === "\n") return end - 1;
    if (text[end] === "\\") end += 1;
    else if (text[end] === quote) return end;
  }
  return text.length;
}
