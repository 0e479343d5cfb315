/** Widest part of a line that an excerpt shows. */
const width = 100;

/**
 * A line of `text` with a caret below a column, both counted from 1: `3 | chanel: x` above `  | ^`. Long
 * lines are cut around the caret, tabs keep their width, and control characters become visible, so that
 * no file can steer a terminal. Past the end, the nearest place is shown.
 */
export function excerptAt(text: string, line: number, column: number): string {
  const { content, number } = lineAt(text, line);
  const caret = Math.min(Math.max(column - 1, 0), content.length);
  const start =
    content.length <= width ? 0 : Math.max(0, Math.min(caret - width / 2, content.length - width));
  const shown = visible(content.slice(start, start + width));
  const before = visible(content.slice(start, caret)).replaceAll(/[^\t]/gu, " ");
  const head = start > 0 ? "…" : "";
  const tail = start + width < content.length ? "…" : "";
  const gutter = " ".repeat(String(number).length);
  return `${number} | ${head}${shown}${tail}\n${gutter} | ${head === "" ? "" : " "}${before}^`;
}

function lineAt(text: string, line: number): { content: string; number: number } {
  let start = 0;
  let number = 1;
  while (number < line) {
    const next = text.indexOf("\n", start);
    if (next === -1) break;
    start = next + 1;
    number += 1;
  }
  const end = text.indexOf("\n", start);
  return { content: text.slice(start, end === -1 ? undefined : end).replace(/\r$/, ""), number };
}

function visible(text: string): string {
  return text.replaceAll(/[^\P{C}\t]|[\u2028\u2029]/gu, "\uFFFD");
}
