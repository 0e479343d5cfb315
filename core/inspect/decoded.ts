import { unwrapCri } from "./parse/container.ts";

/**
 * The string values of a JSON line, also of one in what a container's runtime made of it, that hold an escape, decoded:
 * `\u0020` in the raw text would hide from a pattern what the program meant to say. Empty for a line without escapes, and for
 * one that is no JSON.
 */
export function decodedStrings(line: string): string[] {
  if (!line.includes("\\")) return [];
  const json = unwrapCri(line)?.line ?? line;
  if (!json.trimStart().startsWith("{")) return [];
  try {
    return [...stringsIn(JSON.parse(json), 0)];
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return [];
    throw thrown;
  }
}

const maxDepth = 8;

function* stringsIn(value: unknown, depth: number): Generator<string> {
  if (typeof value === "string") {
    yield value;
  } else if (typeof value === "object" && value !== null && depth < maxDepth) {
    for (const inner of Object.values(value)) yield* stringsIn(inner, depth + 1);
  }
}
