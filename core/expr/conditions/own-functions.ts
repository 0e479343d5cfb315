import type { ASTNode } from "@marcbachmann/cel-js";
import { Duration, type Environment } from "@marcbachmann/cel-js/evaluator";
import { Fault, isFault } from "#core/domain";
import { refused, type Compiled } from "../expr-error.ts";
import { compilePattern, type Pattern } from "../patterns/patterns.ts";
import { measureDuration, measureSize, parseDuration, parseSize } from "../units.ts";

/**
 * Functions that mean something else than in the library, which lets nobody replace its own: a condition's
 * calls are renamed to these after parsing, and back in messages.
 * - `duration("7d")` knows days and weeks.
 * - `bytes("10MB")` is a size in bytes. `size` stays CEL's length of a string, list or map; CEL's own
 *   `bytes` makes byte strings, of which logs have none.
 * - `matches` is run by RE2; the library would hand the pattern to V8, which a log line can hang.
 */
const ownNames: Readonly<Record<string, string>> = {
  duration: "fettleDuration",
  bytes: "fettleBytes",
  matches: "fettleMatches",
};

/** Most patterns and units that one scope keeps compiled. */
const mostKept = 1000;

export function registerOwn(environment: Environment): void {
  const sync = { async: false };
  const durations = kept((text) => Duration.fromMilliseconds(measured("duration", measureDuration(text))));
  const sizes = kept((text) => BigInt(measured("bytes", measureSize(text))));
  const patterns = kept(needPattern);
  environment.registerFunction("fettleDuration(string): google.protobuf.Duration", durations, sync);
  environment.registerFunction("fettleBytes(string): int", sizes, sync);
  environment.registerFunction(
    "string.fettleMatches(string): bool",
    (text: string, source: string) => patterns(source).test(text),
    sync,
  );
}

/** The message without the names that only this file knows. */
export function withUsersNames(message: string): string {
  let text = message;
  for (const [name, own] of Object.entries(ownNames)) text = text.replaceAll(own, name);
  return text;
}

/** Renames a call to the own function of that name, having read its literal argument; an error for a bad one. */
export function adoptCall(node: ASTNode): Compiled<never> | undefined {
  if (node.op !== "call" && node.op !== "rcall") return undefined;
  const name = node.args[0];
  const own = Object.hasOwn(ownNames, name) ? ownNames[name] : undefined;
  const isMethod = name === "matches";
  if (own === undefined || isMethod !== (node.op === "rcall")) return undefined;
  node.args[0] = own;
  const argument = (node.op === "rcall" ? node.args[2] : node.args[1])[0];
  if (argument?.op !== "value" || typeof argument.args !== "string") {
    return isMethod
      ? refused("matches() takes a pattern written out in quotes", argument?.start ?? node.start)
      : undefined;
  }
  return isMethod ? checkPattern(argument, argument.args) : checkUnit(name, argument, argument.args);
}

function checkPattern(argument: ASTNode, source: string): Compiled<never> | undefined {
  const pattern = compilePattern(source);
  if (pattern.ok) return undefined;
  const { message, offset, hint } = pattern.error;
  const inside = argument.input.indexOf(source, argument.start);
  const exact = inside !== -1 && inside <= argument.start + 4;
  return refused(message, exact ? inside + offset : argument.start, hint);
}

function checkUnit(name: string, argument: ASTNode, text: string): Compiled<never> | undefined {
  try {
    if (name === "duration") parseDuration(text);
    else parseSize(text);
    return undefined;
  } catch (thrown) {
    if (!isFault(thrown, "invalid")) throw thrown;
    return refused(thrown.message, argument.start);
  }
}

/** Without the text: it may come out of a log, and faults are shown. */
function measured(name: string, value: number | undefined): number {
  if (value === undefined) throw new Fault("invalid", `${name}() met a text that it cannot read`);
  return value;
}

function needPattern(source: string): Pattern {
  const pattern = compilePattern(source);
  // Only literals get here, and they were compiled when the condition was.
  if (!pattern.ok) throw new Error(pattern.error.message);
  return pattern.value;
}

function kept<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const there = known.get(text);
    if (there !== undefined) return there;
    const made = make(text);
    if (known.size < mostKept) known.set(text, made);
    return made;
  };
}
