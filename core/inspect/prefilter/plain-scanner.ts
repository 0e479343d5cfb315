import { linesOf } from "../sources/lines.ts";
import { type Automaton, Found } from "./automaton.ts";
import type { Scanner } from "./scanner.ts";

/** The scanner as plain JavaScript: what the kernel must equal, and what there is where it cannot run. */
export function openPlainScanner(automaton: Automaton): Scanner {
  const found = new Found();
  return {
    scan: (bytes) => {
      found.count = 0;
      automaton.scan(bytes, 0, bytes.length, found);
      const lines = [...linesOf({ bytes, offset: 0 })];
      const words: number[] = [];
      let next = 0;
      for (const [index, { start, end }] of lines.entries()) {
        const behind = lines[index + 1]?.start ?? bytes.length;
        const states: number[] = [];
        for (; next < found.count && (found.ends[next] ?? 0) <= behind; next++) {
          const state = found.states[next] ?? 0;
          if (state !== states.at(-2)) states.push(state, found.ends[next] ?? 0);
        }
        if (states.length > 0) words.push(start, end, states.length / 2, ...states);
      }
      return { lines: lines.length, words: Uint32Array.from(words), size: words.length };
    },
  };
}
