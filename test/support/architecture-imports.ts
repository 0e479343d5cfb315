import { isBuiltin } from "node:module";
import { posix } from "node:path";
import type { Import } from "./architecture-syntax.ts";
import { folderOf, isWithin, parentOf, type Breach } from "./architecture-places.ts";
import {
  builtinHomes,
  insiderTests,
  layers,
  mayComputeImports,
  narrowed,
  packageHomes,
} from "./architecture-tables.ts";

/** `#core/x` → its file, from the top: the `imports` of package.json. */
export type Doors = ReadonlyMap<string, string>;

/** Imports that one module may not make. */
export function importBreaches(file: string, imports: readonly Import[], doors: Doors): Breach[] {
  return imports.flatMap(({ specifier, line }) => {
    const reason = specifier === null ? refuseComputed(file) : refuseImport(file, specifier, doors);
    return reason === undefined ? [] : [{ file, line, reason }];
  });
}

function refuseComputed(file: string): string | undefined {
  return mayComputeImports.includes(file) ? undefined : "imports something that is not written out";
}

function refuseImport(file: string, specifier: string, doors: Doors): string | undefined {
  if (specifier.startsWith("#")) return refuseDoor(file, specifier, doors);
  if (/^\.{1,2}\//.test(specifier)) return refuseRelative(file, specifier);
  if (isBuiltin(specifier)) return refuseBuiltin(file, specifier);
  if (/^(?:[./]|[a-z]+:)/.test(specifier))
    return `"${specifier}" is neither a package, a door nor a file beside it`;
  return refusePackage(file, specifier);
}

function refuseDoor(file: string, specifier: string, doors: Doors): string | undefined {
  const target = doors.get(specifier);
  if (target === undefined) return `"${specifier}" is no door of package.json`;
  if (isWithin(file, "test")) return undefined;
  return refuseFolder(file, folderOf(target) ?? "");
}

function refuseRelative(file: string, specifier: string): string | undefined {
  const target = posix.join(parentOf(file), specifier);
  if (target.startsWith("../")) return `"${specifier}" leaves the project`;
  if (isWithin(file, "test")) return refuseFromTest(file, target);
  const folder = folderOf(target);
  if (folder === undefined) return `may not use ${target}: it is no part of the product`;
  if (folder === folderOf(file)) return undefined;
  if (isWithin(folder, "core")) return `reaches into ${folder} by "${specifier}"; its door is "#${folder}"`;
  if (target !== `${folder}/index.ts`) return `reaches into ${folder}; its door is ${folder}/index.ts`;
  return refuseFolder(file, folder);
}

/** A test sees all of `test/support`, the folder that it mirrors, and every door; insiders see everything. */
function refuseFromTest(file: string, target: string): string | undefined {
  if (insiderTests.some((folder) => isWithin(file, folder))) return undefined;
  if (isWithin(target, "test/support") || isWithin(target, parentOf(file))) return undefined;
  if (isWithin(target, "test") && isWithin(file, parentOf(target))) return undefined;
  const folder = folderOf(target);
  if (folder !== undefined && target === `${folder}/index.ts`) return undefined;
  const mirrored = folderOf(file.slice("test/".length));
  if (mirrored !== undefined && mirrored === folderOf(target)) return undefined;
  return `may not use ${target}: a test uses doors, test/support and the folder that it mirrors`;
}

function refuseFolder(file: string, target: string): string | undefined {
  const from = folderOf(file) ?? "";
  return mayUse(from).includes(target) ? undefined : `${from} may not use ${target}`;
}

function mayUse(folder: string): readonly string[] {
  const at = layers.findIndex((layer) => layer.includes(folder));
  return narrowed[folder] ?? layers.slice(0, Math.max(0, at)).flat();
}

function refuseBuiltin(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith("node:")) return `write "node:${specifier}"`;
  const name = specifier.slice("node:".length).split("/", 1)[0] ?? "";
  return refuseHome(file, specifier, Object.hasOwn(builtinHomes, name) ? (builtinHomes[name] ?? []) : []);
}

function refusePackage(file: string, specifier: string): string | undefined {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (!Object.hasOwn(packageHomes, name)) return `package "${name}" has no home in the architecture tables`;
  return refuseHome(file, specifier, packageHomes[name] ?? []);
}

function refuseHome(file: string, specifier: string, homes: readonly string[]): string | undefined {
  if (isWithin(file, "test") || homes.some((home) => isWithin(file, home))) return undefined;
  const where = homes.length === 0 ? "in test only" : `in ${homes.join(", ")}`;
  return `may not import "${specifier}"; its home is ${where}`;
}
