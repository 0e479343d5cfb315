import type { Template as LiquidTemplate } from "liquidjs";
import { compiled, refused, type Compiled } from "../expr-error.ts";
import { recordFieldNames } from "../conditions/scope.ts";
import { suggestion } from "../nearest.ts";
import { filterNames, restrictedEngine, tagNames } from "./engine.ts";

/** A text with holes, compiled. */
export interface Template {
  readonly source: string;
  /** At most 4,096 UTF-16 units, cut with `…`. Never throws: what has no value is empty. */
  render(values: Readonly<Record<string, unknown>>): string;
}

/** Longest template, in UTF-16 units. */
const maxTemplateLength = 8192;
/** Longest text that one renders to, in UTF-16 units. */
const maxRenderedLength = 4096;

const engine = restrictedEngine(maxTemplateLength);

/**
 * Compiles a template in Liquid (https://shopify.github.io/liquid/): `{{ name | filter }}`, `if`, `unless`
 * and `case`, no loops, no files. `names` are those it may use; where `record` (a LogRecord) is one of them, its fields
 * are checked too, except below `record.fields`, which holds whatever a line said.
 */
export function compileTemplate(source: string, names: readonly string[]): Compiled<Template> {
  if (source.length > maxTemplateLength) {
    return refused(`expected at most ${maxTemplateLength} characters, got ${source.length}`, 0);
  }
  try {
    const parsed = engine.parse(source);
    const unknown = firstUnknown(parsed, source, names);
    return unknown ?? compiled({ source, render: (values) => render(parsed, values) });
  } catch (thrown) {
    return liquidError(thrown, source);
  }
}

function render(parsed: LiquidTemplate[], values: Readonly<Record<string, unknown>>): string {
  const text = renderWhole(parsed, values);
  if (text.length <= maxRenderedLength) return text;
  // Half of a surrogate pair is no character.
  return `${text.slice(0, maxRenderedLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function renderWhole(parsed: LiquidTemplate[], values: Readonly<Record<string, unknown>>): string {
  try {
    return String(engine.renderSync(parsed, withRecord(values)));
  } catch (thrown) {
    // A filter met a value that it cannot take. The text still goes out: it may be all that says a host is down.
    if (!(thrown instanceof Error)) throw thrown;
    return `(template failed: ${plainMessage(thrown)})`;
  }
}

/** The values, with the record's time as a text. */
function withRecord(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const record = values["record"];
  if (typeof record !== "object" || record === null || !("timeMs" in record)) return { ...values };
  const { timeMs } = record;
  const time = typeof timeMs === "number" ? new Date(timeMs).toISOString() : null;
  return { ...values, record: { ...record, time } };
}

interface Use {
  readonly root: string;
  readonly second: unknown;
  readonly offset: number;
}

function firstUnknown(
  parsed: LiquidTemplate[],
  source: string,
  names: readonly string[],
): Compiled<never> | undefined {
  const uses: Use[] = Object.values(engine.analyzeSync(parsed, { partials: false }).globals)
    .flat()
    .map(({ segments, location }) => ({
      root: String(segments[0]),
      second: segments[1],
      offset: offsetOf(source, location.row, location.col),
    }));
  for (const { root, second, offset } of uses.toSorted((a, b) => a.offset - b.offset)) {
    if (!names.includes(root)) return unknownName(root, names, offset);
    if (root !== "record") continue;
    if (typeof second !== "string") {
      return refused(
        "expected one of the record's fields",
        offset,
        "such as record.message or record.fields.x",
      );
    }
    if (recordFieldNames.includes(second)) continue;
    const found = source.indexOf(second, offset + root.length);
    const hint = `other fields are record.fields.${second}`;
    return unknownName(second, recordFieldNames, found === -1 ? offset : found, hint);
  }
  return undefined;
}

function unknownName(name: string, known: readonly string[], offset: number, hint?: string): Compiled<never> {
  const advice = suggestion(name, known);
  return refused(`unknown name "${name}"${advice === "" ? "" : `; ${advice}`}`, offset, hint);
}

function liquidError(thrown: unknown, source: string): Compiled<never> {
  if (!(thrown instanceof Error) || !("token" in thrown)) throw thrown;
  const { token } = thrown;
  const begin = typeof token === "object" && token !== null && "begin" in token ? token.begin : 0;
  const offset = typeof begin === "number" ? Math.min(Math.max(0, begin), source.length) : 0;
  const message = plainMessage(thrown);
  const [, filter] = /^undefined filter: (.*)$/.exec(message) ?? [];
  if (filter !== undefined) {
    const at = source.indexOf(filter, offset);
    return refused(`unknown filter "${filter}"; ${suggestion(filter, filterNames)}`, at === -1 ? offset : at);
  }
  const [, tag] = /^tag "(.*)" not found$/.exec(message) ?? [];
  if (tag === undefined) return refused(message, offset);
  return refused(`unknown tag "${tag}"; ${suggestion(tag, tagNames)}`, offset);
}

function plainMessage(error: Error): string {
  return error.message.replace(/, line:\d+, col:\d+$/, "").replaceAll(/\s+/g, " ");
}

function offsetOf(source: string, row: number, column: number): number {
  let start = 0;
  for (let line = 1; line < row; line++) start = source.indexOf("\n", start) + 1;
  return Math.min(start + column - 1, source.length);
}
