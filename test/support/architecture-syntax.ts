import { parseAst } from "vitest/node";

/** What a module asks of others. `specifier` is null where it is computed and cannot be read from the text. */
export interface Import {
  readonly specifier: string | null;
  readonly line: number;
}

/** A watched global as it is used: `Date.now`, `new Date()`, `process.env`, or the bare name where it is handed on. */
export interface Use {
  readonly name: string;
  readonly line: number;
}

export interface Syntax {
  readonly imports: readonly Import[];
  readonly uses: readonly Use[];
}

/** Globals that a rule may speak of; all others are not looked at. */
const watched = new Set(["Date", "performance", "process", "Temporal", "eval", "Function"]);
const testers = new Set(["test", "it", "describe", "suite", "bench"]);
const globalObjects = new Set(["globalThis", "global"]);

/**
 * Imports and uses of one TypeScript module, read from its syntax tree, so that comments, strings and
 * templates say nothing. The parser is the one that vitest brings; TypeScript 7 ships none for JavaScript.
 * @throws when the text is no TypeScript.
 */
export function readSyntax(text: string): Syntax {
  const imports: Import[] = [];
  const uses: Use[] = [];
  visit(parseAst(text, { lang: "ts" }), (node, parent, key) => {
    const line = lineAt(text, node.start);
    const specifier = importOf(node);
    if (specifier !== undefined) imports.push({ specifier, line });
    const name = useOf(node, parent, key);
    if (name !== undefined) uses.push({ name, line });
  });
  return { imports, uses };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

type Visitor = (node: Node, parent: Node | undefined, key: string) => void;

function visit(value: unknown, visitor: Visitor, parent?: Node, key = ""): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, visitor, parent, key);
  } else if (isNode(value)) {
    visitor(value, parent, key);
    for (const [name, child] of Object.entries(value)) visit(child, visitor, value, name);
  }
}

/** The specifier when `node` imports, null when it imports something computed, undefined when it does not import. */
function importOf(node: Node): string | null | undefined {
  switch (node.type) {
    case "ImportDeclaration":
    case "ImportExpression":
    case "ExportAllDeclaration":
    case "TSImportType":
      return literal(node["source"]);
    case "ExportNamedDeclaration":
      return node["source"] === null ? undefined : literal(node["source"]);
    case "TSExternalModuleReference":
      return literal(node["expression"]);
    case "CallExpression": {
      const callee = nameOf(node["callee"]);
      const isImport = callee === "require" || callee === "require.resolve";
      return isImport ? literal(childrenOf(node["arguments"])[0]) : undefined;
    }
    default:
      return undefined;
  }
}

function useOf(node: Node, parent: Node | undefined, key: string): string | undefined {
  if (node.type === "MemberExpression") return useOfMember(node, parent, key);
  if (!isWatchedName(node) || parent === undefined || isOnlyNamed(parent, key)) return undefined;
  const name = nameOf(node);
  return name === "Date" ? useOfDate(parent, key) : name;
}

function useOfMember(node: Node, parent: Node | undefined, key: string): string | undefined {
  const name = nameOf(node) ?? "";
  const [root = "", ...members] = name.split(".");
  if (testers.has(root)) return /\.(?:only|skip)$/.test(name) ? name : undefined;
  const isRootOfMember = parent?.type === "MemberExpression" && key === "object";
  const isWhole = members.length === 1 || (members.length === 0 && !isRootOfMember);
  return watched.has(root) && isWhole ? name : undefined;
}

/** `new Date(ms)` and `instanceof Date` tell no time. */
function useOfDate(parent: Node, key: string): string | undefined {
  if (parent.type === "BinaryExpression" && parent["operator"] === "instanceof") return undefined;
  if (key !== "callee") return "Date";
  if (parent.type === "CallExpression") return "Date()";
  return childrenOf(parent["arguments"]).length > 0 ? undefined : "new Date()";
}

function isWatchedName(node: Node): boolean {
  return node.type === "Identifier" && watched.has(nameOf(node) ?? "");
}

/** True where an identifier stands for no value of its own: a property's name, a type, or the root of a member. */
function isOnlyNamed(parent: Node, key: string): boolean {
  if (parent.type === "MemberExpression") return key === "object" || parent["computed"] !== true;
  if (parent.type.startsWith("TS")) return !wrappers.has(parent.type);
  return key === "key" && parent["computed"] !== true;
}

const wrappers = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
]);

/** `a.b.c` of an identifier or a chain of members, without `globalThis.`; `?` for a computed part. */
function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === "Identifier") return typeof value["name"] === "string" ? value["name"] : undefined;
  if (wrappers.has(value.type)) return nameOf(value["expression"]);
  if (value.type !== "MemberExpression") return undefined;
  const object = nameOf(value["object"]);
  const property =
    value["computed"] === true ? (literal(value["property"]) ?? "?") : nameOf(value["property"]);
  if (object === undefined || property === undefined) return undefined;
  return globalObjects.has(object) ? property : `${object}.${property}`;
}

/** The text of a string literal or of a template without holes; null for anything else. */
function literal(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === "Literal") return typeof value["value"] === "string" ? value["value"] : null;
  const [only, second] = childrenOf(value["quasis"]);
  if (!isNode(only) || second !== undefined) return null;
  const text = only["value"];
  return typeof text === "object" && text !== null && "cooked" in text && typeof text.cooked === "string"
    ? text.cooked
    : null;
}

function childrenOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
