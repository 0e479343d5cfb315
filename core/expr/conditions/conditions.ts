import type { ASTNode } from "@marcbachmann/cel-js";
import { compiled, refused, type Compiled } from "../expr-error.ts";
import { suggestion } from "../nearest.ts";
import { adoptCall, withUsersNames } from "./own-functions.ts";
import { recordFieldNames, toCel, type ConditionScope } from "./scope.ts";

/** Why an expression has no result for some values: a missing field, a null where a number was compared. */
export interface EvalFault {
  readonly fault: string;
}

/**
 * A compiled expression, of bool or int. `evaluate` takes the values of the scope's names and never throws, whatever they
 * hold: where there is no result, it returns why. A caller compares with `=== true`, so that a fault counts
 * as false, and counts the faults.
 */
export interface Condition<T extends boolean | number> {
  readonly source: string;
  evaluate(values: Readonly<Record<string, unknown>>): T | EvalFault;
}

/** Longest expression, in UTF-16 units. */
const maxConditionLength = 4096;
const loops: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map"]);

/**
 * Compiles an expression in CEL (https://github.com/google/cel-spec), checked for names and types. Its result
 * is `bool`, or with `"int"` a whole number. Beyond CEL: `duration("7d")` in Fettle's durations, `bytes("10MB")`,
 * and `matches` in linear time with its pattern written out. Loops may not stand inside loops.
 */
export function compileCondition(
  source: string,
  scope: ConditionScope,
  result?: "bool",
): Compiled<Condition<boolean>>;
export function compileCondition(
  source: string,
  scope: ConditionScope,
  result: "int",
): Compiled<Condition<number>>;
export function compileCondition(
  source: string,
  scope: ConditionScope,
  result: "bool" | "int" = "bool",
): Compiled<Condition<boolean> | Condition<number>> {
  const checked = check(source, scope, result);
  if (!checked.ok) return checked;
  const { run, used } = checked.value;
  const names = [...used].flatMap((name) => {
    const type = Object.hasOwn(scope.types, name) ? scope.types[name] : undefined;
    return type === undefined ? [] : [{ name, type }];
  });
  const attempt = (values: Readonly<Record<string, unknown>>): unknown => {
    const context: Record<string, unknown> = { __proto__: null };
    try {
      for (const { name, type } of names) {
        const value = values[name];
        if (value !== undefined) context[name] = toCel(type, value);
      }
      return run(context);
    } catch (thrown) {
      // Whatever is thrown here comes from the user's expression meeting a value: the library throws its own
      // errors, and RangeErrors of Date and BigInt.
      return { fault: faultMessage(thrown) };
    }
  };
  return result === "bool"
    ? compiled({ source, evaluate: (values) => expectBool(attempt(values)) })
    : compiled({ source, evaluate: (values) => expectInt(attempt(values)) });
}

interface Checked {
  readonly run: (context: Record<string, unknown>) => unknown;
  readonly used: ReadonlySet<string>;
}

function check(source: string, scope: ConditionScope, result: "bool" | "int"): Compiled<Checked> {
  if (source.length > maxConditionLength) {
    return refused(`expected at most ${maxConditionLength} characters, got ${source.length}`, 0);
  }
  try {
    const parsed = scope.environment.parse(source);
    const used = new Set<string>();
    const problem = inspect(parsed.ast, { used, loop: undefined });
    if (problem !== undefined) return problem;
    const types = parsed.check();
    if (!types.valid) return celError(types.error, source, scope);
    if (types.type === result || types.type === "dyn") return compiled({ run: parsed, used });
    const wish = result === "bool" ? "true or false (bool)" : "a whole number (int)";
    return refused(`expected an expression that is ${wish}; this one is ${typeName(types.type)}`, 0);
  } catch (thrown) {
    return celError(thrown, source, scope);
  }
}

/** Walks an expression: collects its names, adopts Fettle's functions, and refuses what is not linear. */
function inspect(
  node: ASTNode,
  state: { readonly used: Set<string>; readonly loop: string | undefined },
): Compiled<never> | undefined {
  if (node.op === "id") state.used.add(node.args);
  const adopted = adoptCall(node);
  if (adopted !== undefined) return adopted;
  let { loop } = state;
  if (loop !== undefined && isMatches(node) && !mentions(node.args[1], loop)) {
    return refused(
      "matches() on a text that stays the same in each round",
      node.start,
      "put it before the loop",
    );
  }
  if (node.op === "rcall" && loops.has(node.args[0]) && node.args[2].length > 1) {
    if (loop !== undefined) return refused("a loop inside a loop takes too long on big records", node.start);
    loop = node.args[2][0]?.op === "id" ? node.args[2][0].args : "";
  }
  for (const child of childrenOf(node.args)) {
    const problem = inspect(child, { used: state.used, loop });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isMatches(node: ASTNode): node is Extract<ASTNode, { op: "rcall" }> {
  return node.op === "rcall" && withUsersNames(node.args[0]) === "matches";
}

function mentions(node: ASTNode, name: string): boolean {
  return (
    (node.op === "id" && node.args === name) || childrenOf(node.args).some((child) => mentions(child, name))
  );
}

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return isNode(args) ? [args] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value && "start" in value;
}

function celError(thrown: unknown, source: string, scope: ConditionScope): Compiled<never> {
  if (!(thrown instanceof Error)) throw thrown;
  const message = summaryOf(thrown);
  const range = "range" in thrown ? thrown.range : undefined;
  const start = typeof range === "object" && range !== null && "start" in range ? range.start : 0;
  const offset = typeof start === "number" ? Math.min(Math.max(0, start), source.length) : 0;
  const [, variable] = /^Unknown variable: (.*)$/.exec(message) ?? [];
  if (variable !== undefined) return refused(unknown(variable, Object.keys(scope.types)), offset);
  const [, key] = /^No such key: (.*)$/.exec(message) ?? [];
  if (key === undefined) return refused(message, offset, hintFor(message));
  return refused(unknown(key, recordFieldNames), offset, `other fields are record.fields.${key}`);
}

function hintFor(message: string): string | undefined {
  if (message === "Unexpected character: =") return "equal is written ==";
  return /^no such overload: (?:duration .* (?:int|double|string)|.* duration)$/.test(message)
    ? 'durations compare with durations: duration("10s")'
    : undefined;
}

function unknown(name: string, known: readonly string[]): string {
  const advice = suggestion(name, known);
  return `unknown name "${name}"${advice === "" ? "" : `; ${advice}`}`;
}

function expectBool(value: unknown): boolean | EvalFault {
  return typeof value === "boolean" ? value : unfit(value, "true or false");
}

function expectInt(value: unknown): number | EvalFault {
  const number = typeof value === "bigint" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : unfit(value, "a whole number");
}

function unfit(value: unknown, wish: string): EvalFault {
  if (typeof value === "object" && value !== null && "fault" in value && typeof value.fault === "string") {
    return { fault: value.fault };
  }
  return { fault: `expected ${wish}, got ${value === null ? "null" : typeof value}` };
}

function faultMessage(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "the expression failed";
  return summaryOf(thrown).replace(/^Unknown variable: (.*)$/, '"$1" has no value');
}

/** The library's message without its drawing of the place, and in the words that users write. */
function summaryOf(error: Error): string {
  const text = "summary" in error && typeof error.summary === "string" ? error.summary : error.message;
  return withUsersNames(text)
    .replaceAll(/google\.protobuf\.(\w+)/g, (_, name: string) => name.toLowerCase())
    .replaceAll(/dyn<(\w+)>/g, "$1");
}

function typeName(type: string | undefined): string {
  return type?.replace("google.protobuf.", "").toLowerCase() ?? "nothing";
}
