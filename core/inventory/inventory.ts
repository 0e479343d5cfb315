import { Fault, localTarget, type Target } from "#core/domain";
import type { TargetsSection } from "./targets-section.ts";

export interface Inventory {
  /** `local` is always known. */
  byName(name: string): Target | undefined;
  /** In the order of the file, `local` first. */
  all(): readonly Target[];
}

/** @throws Fault `invalid` for a name that is there twice, which a section that was parsed never has. */
export function openInventory(section: Pick<TargetsSection, "hosts">): Inventory {
  const targets = new Map<string, Target>([[localTarget.name, localTarget]]);
  for (const { name, address, labels } of section.hosts) {
    if (targets.has(name)) throw new Fault("invalid", `target ${name} is there twice`);
    targets.set(name, { name, kind: "host", address, labels });
  }
  const all = [...targets.values()];
  return { byName: (name) => targets.get(name), all: () => all };
}
