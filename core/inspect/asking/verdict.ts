import { normalize } from "node:path";
import { suggestion } from "#core/expr";
import { type Link, parseChain } from "./chain.ts";
import { absent, type Program, programs } from "./programs.ts";

/** One program that only reads, ready to run. */
export interface Asking {
  readonly argv: readonly [string, ...string[]];
  readonly after: Link["after"];
  readonly sees: Program["sees"];
  /** What it must be granted. */
  readonly paths: readonly string[];
  /** Whether it shows what stands in them. */
  readonly contents: boolean;
}

export type Verdict =
  | { readonly readOnly: true; readonly asked: readonly Asking[] }
  | { readonly readOnly: false; readonly at: number; readonly why: string };

/** Whether all of a line only reads, by the list in programs.ts; the first thing that does not, and where it stands. */
export function judgeLine(line: string): Verdict {
  const chain = parseChain(line);
  if (!chain.ok) return { readOnly: false, at: chain.at, why: chain.why };
  const asked: Asking[] = [];
  for (const link of chain.links) {
    const found = judgeLink(link);
    if ("why" in found) return { readOnly: false, ...found };
    asked.push(found);
  }
  return { readOnly: true, asked };
}

interface Refused {
  readonly at: number;
  readonly why: string;
}

const mostPaths = 20;

function judgeLink({ argv, after, at }: Link): Asking | Refused {
  const [name, ...words] = argv;
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program === undefined) return { at: at[0] ?? 0, why: unknown(name) };
  const operands: { readonly text: string; readonly at: number }[] = [];
  for (let index = 0; index < words.length; index++) {
    const text = words[index] ?? "";
    const here = at[index + 1] ?? 0;
    const option = optionOf(program, text, words[index + 1]);
    if (option === "wrong") return { at: here, why: `${name} ${text} is not on the list of what only reads` };
    if (option === undefined) operands.push({ text, at: here });
    else if (option === "with the next") index += 1;
  }
  const wrong = operandMistake(program, name, operands) ?? costlyPattern(program, words, operands[0]);
  if (wrong !== undefined) return wrong;
  return { argv, after, sees: program.sees, ...pathsOf(program, operands) };
}

function unknown(name: string): string {
  if (Object.hasOwn(absent, name)) return `${name} cannot be asked: ${absent[name] ?? ""}`;
  return `${JSON.stringify(name)} is not on the list of what only reads; ${suggestion(name, Object.keys(programs))}`;
}

/** Undefined for an operand. */
function optionOf(
  program: Program,
  text: string,
  next = "",
): "alone" | "with the next" | "wrong" | undefined {
  const { words = [], values = {} } = program;
  if (words.includes(text)) return "alone";
  if (!text.startsWith("-")) return undefined;
  const like = valueOf(values, text);
  if (like !== undefined) return like.test(next) ? "with the next" : "wrong";
  const [long = "", ...value] = text.split("=");
  const whole = long.startsWith("--") ? valueOf(values, long) : undefined;
  if (whole !== undefined) return whole.test(value.join("=")) ? "alone" : "wrong";
  return isFlags(program, text.slice(1)) ? "alone" : "wrong";
}

function isFlags({ flags = "", counts = false }: Program, letters: string): boolean {
  if (counts && /^\d{1,6}$/.test(letters)) return true;
  return letters !== "" && letters.split("").every((letter) => flags.includes(letter));
}

function valueOf(values: NonNullable<Program["values"]>, option: string): RegExp | undefined {
  return Object.hasOwn(values, option) ? values[option] : undefined;
}

type Operand = { readonly text: string; readonly at: number };

function operandMistake({ operands }: Program, name: string, given: readonly Operand[]): Refused | undefined {
  const [first] = given;
  switch (operands.kind) {
    case "none":
      return first && { at: first.at, why: `${name} takes no ${JSON.stringify(first.text)} here` };
    case "words": {
      const wrong = given.find(({ text }) => !operands.like.test(text)) ?? first;
      const fits =
        given.every(({ text }) => operands.like.test(text)) && operands.counts.includes(given.length);
      if (fits || wrong === undefined) return undefined;
      return { at: wrong.at, why: `${name} ${wrong.text} is not on the list of what only reads` };
    }
    case "paths":
      return pathMistake(name, given, operands.contents);
    case "pattern":
      if (first === undefined || first.text === "")
        return { at: 0, why: `${name} needs a pattern and a path` };
      return pathMistake(name, given.slice(1), true);
  }
}

/** Counted repeats of counted repeats, and what refers back, take memory without end. */
function costlyPattern(
  { operands }: Program,
  words: readonly string[],
  pattern: Operand | undefined,
): Refused | undefined {
  if (operands.kind !== "pattern" || pattern === undefined) return undefined;
  const has = (letter: string): boolean =>
    words.some((word) => word !== pattern.text && /^-[A-Za-z]+$/.test(word) && word.includes(letter));
  // Of both, newer versions of grep take the last.
  if (has("F") && !has("E")) return undefined;
  const repeats = has("E") ? /(?<!\\)\{/ : /\\\{/;
  if (!repeats.test(pattern.text) && !/\\\d/.test(pattern.text)) return undefined;
  return { at: pattern.at, why: "no counted repeat {n} and no \\1 here; for text as it stands use grep -F" };
}

const logs = "/var/log";

/** Contents are shown of logs, and of what the kernel tells of the whole machine: nothing else is meant for everybody. */
const readable =
  /^\/var\/log(?:\/|$)|^\/proc\/(?:loadavg|meminfo|uptime|stat|vmstat|cpuinfo|diskstats|pressure\/(?:cpu|io|memory))$/;

function pathMistake(name: string, given: readonly Operand[], contents: boolean): Refused | undefined {
  if (given.length === 0) return { at: 0, why: `${name} needs a path, such as /var/log/syslog` };
  if (given.length > mostPaths) return { at: 0, why: `${name} has more than ${mostPaths} paths` };
  for (const { text, at } of given) {
    if (!text.startsWith("/") || normalize(text) !== text) {
      return { at, why: `${JSON.stringify(text)} is no absolute path without "." and ".."` };
    }
    if (contents && !readable.test(text))
      return { at, why: `${name} reads below /var/log only, and some of /proc` };
    if (!contents && /^\/proc(?:\/|$)/.test(text)) return { at, why: `${name} does not look into /proc` };
  }
  return undefined;
}

/**
 * Of what shows contents all logs, never the one that is named: whoever owns a folder could put a link in its place after
 * it was looked at, and inside the sandbox a link leads to nothing but logs and system files that everybody reads.
 */
function pathsOf({ operands }: Program, given: readonly Operand[]): Pick<Asking, "paths" | "contents"> {
  if (operands.kind !== "paths" && operands.kind !== "pattern") return { paths: [], contents: false };
  const contents = operands.kind === "pattern" || operands.contents;
  const paths = operands.kind === "pattern" ? given.slice(1) : given;
  const named = paths.map(({ text }) => text).filter((path) => !path.startsWith("/proc/"));
  if (!contents) return { paths: named, contents };
  return { paths: named.length > 0 ? [logs] : [], contents };
}
