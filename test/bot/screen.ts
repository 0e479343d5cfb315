import { widthOf } from "../../bot/text.ts";

/** A small terminal: what a person sees after all that was written to it. */
export interface Screen {
  columns: number;
  rows: number;
  readonly isTTY: true;
  write(text: string): void;
  /** The visible rows that hold something, without colours and trailing blanks. */
  seen(): string[];
  /** All rows, those that have scrolled away included. */
  all(): string[];
  /** Changes the size as VTE, kitty or iTerm do: lines that were wrapped are wrapped anew. */
  resize(columns: number, rows: number): void;
  /** How often something was written. */
  readonly writes: number;
}

interface Row {
  text: string;
  /** Set when the row goes on with the line of the one before. */
  readonly wrapped: boolean;
}

/** Knows line ends, carriage return, cursor up (CUU), erase below (ED 0), erase to the right (EL 0), colours (SGR). */
export function openScreen(columns: number, rows: number): Screen {
  let lines: Row[] = [{ text: "", wrapped: false }];
  let row = 0;
  let column = 0;
  let writes = 0;

  const screen: Screen = {
    columns,
    rows,
    isTTY: true,
    write: (text) => {
      writes++;
      // eslint-disable-next-line no-control-regex -- a terminal lives by them
      for (const piece of text.match(/\u001B\[[\d;]*[A-Za-z]|[^]/gu) ?? []) put(piece);
    },
    seen: () =>
      lines
        .slice(top())
        .map(({ text }) => text.trimEnd())
        .filter((text) => text !== ""),
    all: () => lines.map(({ text }) => text.trimEnd()).filter((text) => text !== ""),
    resize: (newColumns, newRows) => {
      const whole: string[] = [];
      for (const { text, wrapped } of lines) {
        if (wrapped) whole.push((whole.pop() ?? "") + text);
        else whole.push(text);
      }
      screen.columns = newColumns;
      screen.rows = newRows;
      lines = [{ text: "", wrapped: false }];
      row = 0;
      column = 0;
      for (const [index, text] of whole.entries()) {
        for (const sign of text) put(sign);
        if (index < whole.length - 1) put("\n");
      }
    },
    get writes() {
      return writes;
    },
  };
  return screen;

  function top(): number {
    return Math.max(0, lines.length - screen.rows);
  }

  function put(piece: string): void {
    const count = Number(/\d+/.exec(piece)?.[0] ?? 1);
    if (piece === "\n") nextRow(false);
    else if (piece === "\r") column = 0;
    else if (piece.endsWith("m") && piece.length > 1) return;
    else if (piece.endsWith("A") && piece.length > 1) row = Math.max(top(), row - count);
    else if (piece === "\u001B[0J") {
      lines = lines.slice(0, row + 1);
      eraseRight();
    } else if (piece === "\u001B[K") eraseRight();
    else if (/[\p{Cc}]/u.test(piece)) throw new Error(`this terminal does not know ${JSON.stringify(piece)}`);
    else putSign(piece);
  }

  function putSign(sign: string): void {
    const width = widthOf(sign);
    if (column + width > screen.columns) nextRow(true);
    const line = lines[row];
    if (line === undefined) throw new Error("the cursor left the screen");
    // Overwriting is only done from the left edge of an erased row, or sign by sign.
    line.text = line.text.slice(0, column) + sign + line.text.slice(column + sign.length);
    column += width;
  }

  function nextRow(wrapped: boolean): void {
    row++;
    column = 0;
    if (row >= lines.length) lines.push({ text: "", wrapped });
  }

  function eraseRight(): void {
    const line = lines[row];
    if (line !== undefined) line.text = line.text.slice(0, column);
  }
}
