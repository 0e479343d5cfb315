import type { PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import type { FileFault } from "#core/domain";
import { suggestion } from "#core/expr";
import { faultAt } from "./places.ts";
import type { PlacedPolicy, PolicyFile } from "./policies.ts";

/**
 * A fault for each group that a policy names and that nobody can be in: Cedar takes any name, and a `forbid`
 * on a misspelt one would forbid nothing.
 */
export function unknownGroups(
  { name, text, json, byteOffset }: PlacedPolicy,
  { file, groups }: { readonly file: PolicyFile; readonly groups: readonly string[] },
): FileFault[] {
  return [...groupsNamed(json)]
    .filter((group) => !groups.includes(group))
    .map((group) => {
      // Cedar keeps no places of names; one written with escapes or blanks is shown at its policy's start.
      const at = Math.max(0, text.indexOf(`Fettle::Group::"${group}"`));
      const hint = suggestion(group, groups);
      const message = `expected a group of people.groups; got "${group}"${hint === "" ? "" : `; ${hint}`}`;
      return faultAt(file, byteOffset + Buffer.byteLength(text.slice(0, at)), { path: name, message });
    });
}

/** Names in the head and the conditions; what annotations hold is only text. */
function groupsNamed({ principal, resource, conditions }: PolicyJson): Set<string> {
  const names = new Set<string>();
  const parts: unknown[] = [principal, resource, conditions];
  for (const part of parts) {
    if (typeof part !== "object" || part === null) continue;
    if ("type" in part && part.type === "Fettle::Group" && "id" in part && typeof part.id === "string") {
      names.add(part.id);
    }
    for (const inner of Object.values(part)) parts.push(inner);
  }
  return names;
}
