import { z } from "zod";
import type { Doors } from "./architecture-imports.ts";
import type { Breach } from "./architecture-places.ts";
import { packageHomes, toolPackages } from "./architecture-tables.ts";

const versions = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({
  imports: versions,
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
  allowScripts: z.record(z.string(), z.boolean()).optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** package.json as far as the house rules look at it. */
export function readManifest(text: string): Manifest {
  return manifestSchema.parse(JSON.parse(text));
}

export function doorsOf(manifest: Manifest): Doors {
  return new Map(Object.entries(manifest.imports).map(([name, path]) => [name, path.replace(/^\.\//, "")]));
}

export function manifestBreaches(manifest: Manifest): Breach[] {
  return refusals(manifest).map((reason) => ({ file: "package.json", line: 0, reason }));
}

function refusals(manifest: Manifest): string[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  const nodes = Object.entries(optionalDependencies).filter(([name]) => name.startsWith("node-linux-"));
  return [
    ...all
      .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name} is "${version}", not an exact version`),
    ...all
      .filter(([name]) => !Object.hasOwn(packageHomes, name) && !isTool(name))
      .map(([name]) => `package "${name}" has no home in the architecture tables`),
    ...doorsOf(manifest)
      .entries()
      .filter(([name, path]) => path !== `${name.slice(1)}/index.ts`)
      .map(([name, path]) => `door "${name}" leads to ${path}, not to the index.ts of its folder`),
    ...(manifest.allowScripts === undefined ? ["allowScripts is missing: install scripts would run"] : []),
    ...(new Set(nodes.map(([, version]) => version)).size === 1
      ? []
      : ["node-linux-* are not of one version"]),
  ];
}

function isTool(name: string): boolean {
  return toolPackages.some((tool) => name.startsWith(tool));
}
