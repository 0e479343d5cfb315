import { type FileFault, Fault } from "#core/domain";
import { excerptAt } from "#core/expr";
import type { RunbookNode } from "./ast.ts";
import { type Block, blocksOf } from "./blocks.ts";
import { parse as parseBlock } from "./parser.generated.js";
import { linesOf, type Lines } from "./lines.ts";

/** A file of runbooks. */
export interface RunbookFile {
  readonly file: string;
  readonly text: string;
  /** Absolute path of the folder in which it stands: relative paths in it start there. */
  readonly folder: string;
}

/** A runbook with the place of each of its characters. */
export interface Parsed {
  readonly node: RunbookNode;
  /** In the file, on which it begins. */
  readonly line: number;
  readonly place: Placing;
}

/** Makes a mistake of something at a character of the block. */
type Placing = (at: number, message: string) => FileFault;

const mostChars = 256 * 1024;

/** What stands in a file is quoted in messages, however long it is. */
const mostMessage = 1_000;

/** Of a file; nobody reads more, and each is shown with its line. */
export const mostFaults = 100;

/** All runbooks of a file that parse, and a mistake for each that does not, up to `mostFaults`. */
export function parseRunbooks(file: RunbookFile): {
  parsed: readonly Parsed[];
  faults: readonly FileFault[];
} {
  if (file.text.length > mostChars) {
    const message = `expected at most ${mostChars} characters of runbooks, got ${file.text.length}`;
    return { parsed: [], faults: [{ file: file.file, line: 1, column: 1, path: "", message }] };
  }
  const parsed: Parsed[] = [];
  const faults: FileFault[] = [];
  const lines = linesOf(file.text);
  for (const block of blocksOf(file.text)) {
    if (faults.length >= mostFaults) break;
    const place = placingIn(file, lines, block);
    try {
      const node = parseBlock(block.text);
      parsed.push({ node, line: lines.placeOf(block.start + node.at).line, place });
    } catch (thrown) {
      const mistake = syntaxMistake(thrown);
      if (mistake === undefined) throw thrown;
      faults.push(place(mistake.at, mistake.message));
    }
  }
  return { parsed, faults };
}

/** One runbook of a text. @throws Fault `invalid` for a text that is none. */
export function parseRunbook(text: string): RunbookNode {
  const { parsed, faults } = parseRunbooks({ file: "runbook", text, folder: "/" });
  const [only] = parsed;
  if (only !== undefined && parsed.length === 1 && faults.length === 0) return only.node;
  throw new Fault("invalid", faults[0]?.message ?? `expected one runbook, got ${parsed.length}`);
}

function placingIn({ file, text }: RunbookFile, lines: Lines, { start }: Block): Placing {
  return (at, message) => {
    const { line, column } = lines.placeOf(start + at);
    const short = message.length <= mostMessage ? message : `${message.slice(0, mostMessage)}…`;
    return { file, line, column, path: "", message: short, excerpt: excerptAt(text, line, column) };
  };
}

interface PeggyError {
  readonly location: { readonly start: { readonly offset: number } };
  readonly expected:
    | readonly { readonly type: string; readonly description?: string; readonly text?: string }[]
    | null;
  readonly found: string | null;
}

const mostExpected = 6;

function syntaxMistake(thrown: unknown): { at: number; message: string } | undefined {
  if (!isPeggyError(thrown)) return undefined;
  const names = (thrown.expected ?? []).map(({ type, description, text }) =>
    type === "literal"
      ? JSON.stringify(text)
      : (description ?? (type === "end" ? "the end" : "something else")),
  );
  const wanted = [...new Set(names)].filter((name) => name !== "a blank").slice(0, mostExpected);
  const found = thrown.found === null ? "the end of the runbook" : JSON.stringify(thrown.found);
  const last = wanted.pop() ?? "something else";
  const list = wanted.length === 0 ? last : `${wanted.join(", ")} or ${last}`;
  return { at: thrown.location.start.offset, message: `expected ${list}, got ${found}` };
}

function isPeggyError(thrown: unknown): thrown is PeggyError {
  return thrown instanceof Error && "location" in thrown && "expected" in thrown && "found" in thrown;
}
