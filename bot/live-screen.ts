import { widthOf } from "./text.ts";

/** The part of a terminal that is edited in place: blocks of lines at its lower end. */
export interface LiveScreen {
  /** Shows these blocks instead of the ones before; what does not fit the height is counted, not shown. */
  show(blocks: readonly (readonly string[])[]): void;
  /** Writes whole lines that stay, above the live part. */
  write(text: string): void;
}

export interface ScreenOutput {
  write(text: string): unknown;
  readonly rows?: number;
  readonly columns?: number;
}

/** Lines must fit the terminal's width. What a narrower window wraps later is still taken away whole. */
export function openLiveScreen(output: ScreenOutput): LiveScreen {
  let shown: string[] = [];

  function erase(): string {
    const rows = shown.reduce((sum, line) => sum + rowsOf(line, output.columns), 0);
    return rows === 0 ? "" : `\u001B[${rows}A\r\u001B[0J`;
  }

  function draw(above: string, lines: string[]): void {
    const before = erase();
    shown = lines;
    output.write(`${before}${above}${lines.map((line) => `${line}\n`).join("")}`);
  }

  return {
    show: (blocks) => {
      const lines = fitting(blocks, Math.max(4, (output.rows ?? 24) - 2));
      if (lines.join("\n") !== shown.join("\n")) draw("", lines);
    },
    write: (text) => draw(text.endsWith("\n") ? text : `${text}\n`, shown),
  };
}

/** As many whole blocks as fit, and how many did not. */
function fitting(blocks: readonly (readonly string[])[], height: number): string[] {
  const lines: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const isLast = index === blocks.length - 1;
    if (lines.length + block.length + (isLast ? 0 : 1) > height) {
      return [...lines, `  and ${blocks.length - index} more: fettle incidents`];
    }
    lines.push(...block);
  }
  return lines;
}

/** Rows that a line takes now: the window may have become narrower since it was written. */
function rowsOf(line: string, columns: number | undefined): number {
  // eslint-disable-next-line no-control-regex -- our own colours take no cells
  const cells = widthOf(line.replaceAll(/\u001B\[[\d;]*m/g, ""));
  return columns === undefined || columns < 1 ? 1 : Math.max(1, Math.ceil(cells / columns));
}
