import type { FileFault } from "#core/domain";
import { LineCounter, parseDocument, type Document, type YAMLError } from "yaml";
import type { z } from "zod";
import { excerptAt } from "../excerpt.ts";
import type { ExprError } from "../expr-error.ts";
import { judge, type Finding } from "./findings.ts";
import { toPlain, type Place, type Problem } from "./plain.ts";
import { firstKeyOffset, formatPath, offsetInside, placeAt, positionAt, type Position } from "./positions.ts";

/** What a user's file says, with the way back to where it says it. */
export interface YamlFile<T> {
  readonly ok: true;
  readonly value: T;
  /** Where the value at `path` begins; for a path that is not there, where the nearest map around it does. */
  positionOf(path: readonly PropertyKey[]): Position;
  /**
   * Where the character at `offset` of a string begins: exact for plain and quoted scalars on one line and
   * for literal blocks (`|`), else where the scalar begins.
   */
  positionInside(path: readonly PropertyKey[], offset: number): Position;
  /** The fault of an expression that stands in the string at `path`; without `offset`, of the whole value. */
  faultAt(path: readonly PropertyKey[], error: Omit<ExprError, "offset"> & { offset?: number }): FileFault;
}

export type YamlResult<T> = YamlFile<T> | { readonly ok: false; readonly faults: readonly FileFault[] };

/** Biggest file, in bytes. */
export const maxFileBytes = 1024 * 1024;
const mostFaults = 100;

/**
 * A YAML 1.2 file (core schema; JSON too) read by a zod schema: the value, or every mistake with its exact
 * line and column, in order, at most 100. Anchors and aliases are fine within a limit of 100,000 values; one
 * document a file; at most 1 MiB; no tags. An empty file is what the schema makes of nothing or of `{}`.
 * A string where a map was expected is masked in excerpts: it may be a secret in the wrong place.
 */
export function parseYamlFile<S extends z.ZodType>(input: {
  file: string;
  text: string;
  schema: S;
}): YamlResult<z.output<S>> {
  const { file, schema } = input;
  const text = input.text.replace(/^\uFEFF/, "");
  const unreadable = firstUnreadable(text);
  if (unreadable !== undefined) return refuse(file, text, [unreadable]);

  const lines = new LineCounter();
  const document = readDocument(text, lines);
  const syntax = syntaxProblems(document);
  if (syntax.length > 0) return refuse(file, text, syntax);
  if (document.contents === null) return readEmpty(file, text, schema);

  const plain = toPlain(document.contents);
  const judged = plain.fatal ? undefined : judge(schema, plain.value);
  if (judged?.ok === true && plain.problems.length === 0) {
    return yamlFile({ file, text, lines, root: plain.place, value: judged.data });
  }
  const findings = judged === undefined || judged.ok ? [] : judged.findings;
  const secrets = findings.filter((finding) => finding.hide);
  const masked = mask(
    text,
    secrets.flatMap((finding) => leavesOf(placeAt(plain.place, finding.path).place)),
  );
  return refuse(file, masked, [...plain.problems, ...findings.map((f) => locate(plain.place, f))]);
}

function readDocument(text: string, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    // Compared pair by pair, which takes minutes for a big map; plain.ts looks for duplicates itself.
    uniqueKeys: false,
    prettyErrors: false,
    // "silent" would also silence the error about a second document; nothing is ever printed here.
    logLevel: "error",
    lineCounter,
  });
}

function readEmpty<S extends z.ZodType>(file: string, text: string, schema: S): YamlResult<z.output<S>> {
  for (const nothing of [undefined, {}]) {
    const judged = judge(schema, nothing);
    if (judged.ok) {
      const root = toPlain(undefined).place;
      return yamlFile({ file, text, lines: new LineCounter(), root, value: judged.data });
    }
  }
  return refuse(file, text, [{ offset: 0, path: [], message: "the file is empty" }]);
}

function yamlFile<T>(parts: {
  file: string;
  text: string;
  lines: LineCounter;
  root: Place;
  value: T;
}): YamlFile<T> {
  const { file, text, lines, root, value } = parts;
  const offsetOf = (path: readonly PropertyKey[], inside: number | undefined): number => {
    const { place, found } = placeAt(root, path);
    return found && inside !== undefined ? offsetInside(text, place, inside) : place.offset;
  };
  return {
    ok: true,
    value,
    positionOf: (path) => positionAt(lines, offsetOf(path, undefined)),
    positionInside: (path, offset) => positionAt(lines, offsetOf(path, offset)),
    faultAt: (path, error) => {
      const at = positionAt(lines, offsetOf(path, error.offset));
      const excerpt = excerptAt(text, at.line, at.column);
      const hint = error.hint === undefined ? "" : `\n${error.hint}`;
      return { file, ...at, path: formatPath(path), message: error.message, excerpt: excerpt + hint };
    },
  };
}

function locate(root: Place, finding: Finding): Problem {
  const { path } = finding;
  const { place, found } = placeAt(root, path);
  if (finding.at === "key")
    return { path, offset: place.keyOffset ?? place.offset, message: finding.message };
  if (found) return { path, offset: place.offset, message: finding.message };
  if (finding.at === "value") return { path, offset: firstKeyOffset(place), message: finding.message };
  const reason = finding.message === "" ? "" : `; ${finding.message}`;
  const message = `missing key "${String(path.at(-1))}"${reason}`;
  return { path: path.slice(0, -1), offset: firstKeyOffset(place), message };
}

function refuse(
  file: string,
  text: string,
  problems: readonly Problem[],
): { readonly ok: false; readonly faults: readonly FileFault[] } {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  const sorted = problems.toSorted((a, b) => a.offset - b.offset).slice(0, mostFaults);
  const faults = sorted.map(({ offset, path, message }): FileFault => {
    const at = positionAt(lines, Math.min(offset, text.length));
    return { file, ...at, path: formatPath(path), message, excerpt: excerptAt(text, at.line, at.column) };
  });
  return { ok: false, faults };
}

function firstUnreadable(text: string): Problem | undefined {
  if (text.length > maxFileBytes || Buffer.byteLength(text) > maxFileBytes) {
    return { path: [], offset: 0, message: "the file is bigger than 1MiB" };
  }
  const offset = text.search(/[^\t\n\r\u{20}-\u{7e}\u{85}\u{a0}-\u{fffc}\u{10000}-\u{10ffff}]/u);
  if (offset === -1) return undefined;
  const what = text[offset] === "\uFFFD" ? "bytes that are not UTF-8" : "a control character";
  return { path: [], offset, message: `expected text in UTF-8; this is ${what}` };
}

function syntaxProblems(document: Document.Parsed): Problem[] {
  const errors = [...document.errors, ...document.warnings];
  const exhausted = errors.find((error) => error.code === "RESOURCE_EXHAUSTION");
  // What follows it only says that the rest was not read.
  return (exhausted === undefined ? errors : [exhausted]).map((error) => ({
    offset: error.pos[0],
    path: [],
    message: syntaxMessage(error),
  }));
}

function syntaxMessage(error: YAMLError): string {
  if (error.code === "MULTIPLE_DOCS") return "a second document begins here; expected one document a file";
  if (error.code === "RESOURCE_EXHAUSTION") return "nested too deep";
  if (error.code === "NON_STRING_KEY") return "expected a name as the key, not a list, a map or an alias";
  return error.message.replaceAll(/\s+/g, " ");
}

function leavesOf(place: Place): Place[] {
  return place.children.size === 0 ? [place] : [...place.children.values()].flatMap(leavesOf);
}

/** The text with the scalars at `places` made unreadable, at their length. */
function mask(text: string, places: readonly Place[]): string {
  let masked = text;
  for (const { offset, end } of places) {
    const covered = text.slice(offset, end).replaceAll(/[^\s]/g, "•");
    masked = masked.slice(0, offset) + covered + masked.slice(end);
  }
  return masked;
}
