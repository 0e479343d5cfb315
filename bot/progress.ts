import { formatSize } from "#core/expr";
import type { Terminal } from "./verbs/verb.ts";

export interface ProgressLine {
  show(progress: { readonly bytes: number; readonly total: number }): void;
  /** Takes the line away, before something else is printed. */
  clear(): void;
}

const cells = 30;

/** How far reading has come, on one line of stderr that is written over; nothing where nobody would see it. */
export function progressLine({ err, errIsTerminal }: Pick<Terminal, "err" | "errIsTerminal">): ProgressLine {
  let shown = "";
  return {
    show: ({ bytes, total }) => {
      if (!errIsTerminal || total === 0) return;
      const part = Math.min(1, bytes / total);
      const bar = "█".repeat(Math.floor(part * cells)).padEnd(cells, "░");
      const line = `${bar} ${Math.floor(part * 100)} % of ${formatSize(total)}`;
      if (line === shown) return;
      shown = line;
      err(`\r${line}\u001B[K`);
    },
    clear: () => {
      if (shown !== "") err("\r\u001B[K");
      shown = "";
    },
  };
}
