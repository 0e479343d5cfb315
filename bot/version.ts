import { fileURLToPath } from "node:url";
import { readText } from "./config-files.ts";

/** As package.json says. */
export function ownVersion(): string {
  const text = readText(fileURLToPath(new URL("../package.json", import.meta.url)));
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? "of no known version";
}
