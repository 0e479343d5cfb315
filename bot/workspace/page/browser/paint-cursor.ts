import type { VNode } from "./vnode.ts";

/** What each element was last drawn as. */
export type Drawn = WeakMap<Node, VNode>;

/** Goes along the children of an element while they are drawn anew. */
export interface Cursor {
  /** The child that is to become `want`; null where there is none. */
  find(want: VNode | string): ChildNode | null;
  /** Puts a child next. One that is there already is not moved: moving would cost it its focus. */
  place(node: ChildNode): void;
  /** Takes away what is left over. */
  clearRest(): void;
}

export function openCursor(parent: Element, wanted: readonly (VNode | string)[], drawn: Drawn): Cursor {
  let staying: ReadonlyMap<string, Element> | undefined;
  let next: ChildNode | null = parent.firstChild;
  let last: ChildNode | null = null;
  return {
    find: (want) => {
      if (isDrawnAs(next, want, drawn)) return next;
      if (typeof want === "string") return null;
      // Mostly nothing came or went; only where something did is it worth to look at all of them.
      if (staying === undefined) {
        staying = sortOut(parent, wanted, drawn);
        next = last === null ? parent.firstChild : last.nextSibling;
      }
      return staying.get(want.key) ?? null;
    },
    place: (node) => {
      if (node !== next) parent.insertBefore(node, next);
      last = node;
      next = node.nextSibling;
    },
    clearRest: () => {
      while (next !== null) {
        const after: ChildNode | null = next.nextSibling;
        next.remove();
        next = after;
      }
    },
  };
}

/** Whether this node is the one to become `want`. Text has no key, and takes the next text there is. */
function isDrawnAs(node: ChildNode | null, want: VNode | string, drawn: Drawn): node is ChildNode {
  if (node === null) return false;
  if (typeof want === "string") return node.nodeType === Node.TEXT_NODE;
  const shown = drawn.get(node);
  return shown !== undefined && shown.key === want.key && shown.tag === want.tag;
}

/** The elements that stay, by key. The others go at once: so those that stay need not move. */
function sortOut(parent: Element, wanted: readonly (VNode | string)[], drawn: Drawn): Map<string, Element> {
  const tags = new Map<string, string>();
  for (const want of wanted) if (typeof want !== "string") tags.set(want.key, want.tag);
  const byKey = new Map<string, Element>();
  for (const child of Array.from(parent.children)) {
    const shown = drawn.get(child);
    if (shown !== undefined && tags.get(shown.key) === shown.tag) byKey.set(shown.key, child);
    else child.remove();
  }
  return byKey;
}
