import type { Attribute, Props } from "./vnode.ts";

/** Sets what differs, and takes away what was drawn before and is not wanted now; what others set stays. */
export function paintAttributes(node: Element, before: Props, want: Props): void {
  const given = texts(want);
  for (const name of texts(before).keys()) {
    if (!given.has(name)) node.removeAttribute(name);
  }
  for (const [name, text] of given) {
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}

function texts({ at, class: names }: Props): Map<string, string> {
  const all: Readonly<Record<string, Attribute>> = { ...at, class: names };
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined || value === null || value === false) continue;
    found.set(name, value === true ? "" : String(value));
  }
  return found;
}
