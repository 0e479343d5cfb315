import type { RunbookNode } from "./ast.ts";

/** @throws SyntaxError of peggy, with `location`, `expected` and `found`. */
export function parse(text: string): RunbookNode;
