import type { Person } from "../model.ts";
import { initials } from "./initials.ts";
import { h, type VNode } from "./vnode.ts";

const hues = 10;

/** Initials on a colour that follows from the id; the app has its own sign. */
export function avatar(person: Person | undefined, size: "small" | "medium" | "large" = "medium"): VNode {
  if (person?.kind === "bot") {
    return h("span", {
      class: `avatar avatar-${size} avatar-app`,
      at: { "aria-hidden": "true" },
      html: appSign,
    });
  }
  const hue = person === undefined ? 0 : hashOf(person.id) % hues;
  const letters = person === undefined ? "?" : initials(person.name);
  return h("span", { class: `avatar avatar-${size} hue-${hue}`, at: { "aria-hidden": "true" } }, letters);
}

/** A pulse line: something is watched, and it lives. */
const appSign =
  '<svg viewBox="0 0 36 36" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" ' +
  'stroke-linejoin="round"><path d="M6 19h5.2l3.2-8.5 5.6 15 3.4-9 1.8 2.5H30"/></svg>';

function hashOf(id: string): number {
  let hash = 7;
  for (const sign of id) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) % 65_521;
  return hash;
}
