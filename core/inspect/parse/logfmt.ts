import { hostNames, levelPlaces, messageNames, serviceNames, timeNames } from "./field-names.ts";
import { levelOf } from "./level.ts";
import { fieldsOf, type Parsed, typed } from "./parsed.ts";
import { timeOf } from "./time.ts";

/** A line of logfmt has at least so many pairs, and nothing else: prose with one `=` in it is none. */
const leastPairs = 2;
const mostPairs = 500;

/**
 * `level=info msg="it works" duration_ms=12 took=5s` (https://brandur.org/logfmt): pairs, a value in quotation marks
 * with `\"` in it, a name alone is true. Undefined for any other line. Numbers and truth values have their types;
 * durations and sizes stay as they are written, for conditions know them.
 */
export function parseLogfmt(line: string): Parsed | undefined {
  const pairs = pairsIn(line);
  if (pairs === undefined) return undefined;
  const given = new Map(pairs);
  const used = new Set<string>();
  const first = <T>(names: readonly string[], convert: (text: string) => T | null): T | null => {
    for (const name of names) {
      const text = given.get(name);
      const value = text === undefined ? null : convert(text);
      if (value === null) continue;
      used.add(name);
      return value;
    }
    return null;
  };
  const named = {
    timeMs: first(timeNames, timeOf),
    level: first(levelPlaces, levelOf),
    message: first(messageNames, (text) => text),
    host: first(hostNames, (text) => text),
    service: first(serviceNames, (text) => text),
  };
  const rest = [...given].filter(([name]) => !used.has(name));
  return { ...named, fields: fieldsOf(rest.map(([name, text]) => [name, typed(text)])) };
}

const pair = /\s*([A-Za-z_@][\w.@/-]*)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*)))?(?=\s|$)/y;

/** The pairs of a line that is nothing but pairs, in order; undefined for any other. */
export function pairsIn(line: string, least = leastPairs): (readonly [string, string])[] | undefined {
  const pairs: (readonly [string, string])[] = [];
  let valued = 0;
  pair.lastIndex = 0;
  for (let at = 0; at < line.length && line.slice(at).trim() !== "";) {
    pair.lastIndex = at;
    const found = pair.exec(line);
    if (found === null || pairs.length >= mostPairs) return undefined;
    const [, name = "", quoted, bare] = found;
    if (quoted !== undefined || bare !== undefined) valued += 1;
    // A word before the first pair is prose.
    else if (valued === 0) return undefined;
    pairs.push([name, quoted === undefined ? (bare ?? "true") : unescaped(quoted)]);
    at = pair.lastIndex;
  }
  return valued < least ? undefined : pairs;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescaped(text: string): string {
  return text.includes("\\") ? text.replaceAll(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign) : text;
}
