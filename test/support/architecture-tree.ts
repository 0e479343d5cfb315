import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "./architecture.ts";

/** Made by tools, never written by hand; git ignores them as well. */
const notOurs = new Set([".git", ".shop", ".state", "coverage", "node_modules"]);
/** AssemblyScript: it looks like TypeScript, and is none. */
const otherLanguage = "/kernel/assembly";

/** The project's files beneath `root`, with the text of those that the house rules read. */
export function readTree(root: string): Tree {
  return new Map(
    listFiles(root, "").map((path) => {
      const isRead = path.endsWith(".ts") || path === "package.json";
      return [path, isRead ? readFileSync(join(root, path), "utf8") : ""];
    }),
  );
}

function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (path.endsWith(otherLanguage)) return [];
      return entry.isDirectory() ? listFiles(root, path) : [path];
    });
}
