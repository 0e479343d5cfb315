import { importBreaches, type Doors } from "./architecture-imports.ts";
import { doorsOf, manifestBreaches, readManifest } from "./architecture-manifest.ts";
import { isWithin, placeBreaches, type Breach } from "./architecture-places.ts";
import { readSyntax, type Use } from "./architecture-syntax.ts";
import { guardedUses, linesMax, linesMedianMax } from "./architecture-tables.ts";

export type { Breach } from "./architecture-places.ts";

/** Path from the top (`core/store/index.ts`) → text; only .ts files and package.json need theirs. */
export type Tree = ReadonlyMap<string, string>;

/** All breaches of the house rules in a tree: pure, so that tests can plant them. */
export function breachesOf(tree: Tree): Breach[] {
  const manifest = readManifest(tree.get("package.json") ?? "{}");
  const doors = doorsOf(manifest);
  return [
    ...placeBreaches([...tree.keys()]),
    ...manifestBreaches(manifest),
    ...modulesOf(tree).flatMap(([file, text]) => moduleBreaches(file, text, doors)),
    ...medianBreaches(tree),
  ];
}

/** How many lines half of the product's modules have at most; 0 where there are none. */
export function medianLines(tree: Tree): number {
  const sizes = modulesOf(tree)
    .filter(([file]) => /^(?:core|bot|commands|handlers)\//.test(file))
    .map(([, text]) => lineCount(text))
    .toSorted((a, b) => a - b);
  return sizes[Math.floor((sizes.length - 1) / 2)] ?? 0;
}

/** The .ts files of a tree. */
export function modulesOf(tree: Tree): (readonly [file: string, text: string])[] {
  return [...tree].filter(([file]) => file.endsWith(".ts"));
}

function moduleBreaches(file: string, text: string, doors: Doors): Breach[] {
  const { imports, uses } = readSyntax(text);
  const lines = lineCount(text);
  return [
    ...importBreaches(file, imports, doors),
    ...uses.flatMap((use) => useBreaches(file, use)),
    ...(lines > linesMax ? [{ file, line: 0, reason: `has ${lines} lines, ${linesMax} at most` }] : []),
  ];
}

function useBreaches(file: string, { name, line }: Use): Breach[] {
  return guardedUses
    .filter((guard) => guard.names.test(name))
    .filter((guard) => guard.within.some((place) => isWithin(file, place)))
    .filter((guard) => !guard.except.includes(file))
    .map((guard) => ({ file, line, reason: `${name}: ${guard.reason}` }));
}

function medianBreaches(tree: Tree): Breach[] {
  const median = medianLines(tree);
  if (median <= linesMedianMax) return [];
  return [{ file: ".", line: 0, reason: `the median module has ${median} lines, ${linesMedianMax} at most` }];
}

function lineCount(text: string): number {
  return text.replace(/\n$/, "").split("\n").length;
}
