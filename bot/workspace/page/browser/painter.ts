import { openCursor, type Drawn } from "./paint-cursor.ts";
import { paintAttributes } from "./paint-attributes.ts";
import type { VNode } from "./vnode.ts";

/** Makes the children of `root` what `wanted` says. */
export type Painter = (root: Element, wanted: readonly (VNode | string)[]) => void;

/**
 * Changes only what differs, and never the value of a field: focus, caret, selection, scroll position and
 * half-typed text outlive every update, because their elements do.
 */
export function openPainter(onHtml: (element: HTMLElement) => void): Painter {
  const drawn: Drawn = new WeakMap();
  const listen = openListening(drawn);

  const paintChildren: Painter = (parent, wanted) => {
    const fresh: (() => void)[] = [];
    const cursor = openCursor(parent, wanted, drawn);
    for (const want of wanted) {
      const found = cursor.find(want);
      const node = found ?? create(want);
      cursor.place(node);
      paintNode(node, want);
      if (found !== null || typeof want === "string") continue;
      const { created } = want.props;
      if (created !== undefined && node instanceof HTMLElement) fresh.push(() => created(node));
    }
    cursor.clearRest();
    for (const run of fresh) run();
  };

  const paintNode = (node: ChildNode, want: VNode | string): void => {
    if (typeof want === "string") {
      if (node.nodeValue !== want) node.nodeValue = want;
      return;
    }
    if (!(node instanceof HTMLElement)) return;
    const before = drawn.get(node);
    drawn.set(node, want);
    paintAttributes(node, before?.props ?? {}, want.props);
    listen(node, want);
    if (want.props.html === undefined) paintChildren(node, want.children);
    else if (want.props.html !== before?.props.html) {
      node.innerHTML = want.props.html;
      onHtml(node);
    }
  };

  return paintChildren;
}

function create(want: VNode | string): ChildNode {
  return typeof want === "string" ? document.createTextNode(want) : document.createElement(want.tag);
}

/** One listener an event and element: it looks up what the element's latest drawing says. */
function openListening(drawn: Drawn): (node: HTMLElement, want: VNode) => void {
  const heard = new WeakMap<Node, Set<string>>();
  return (node, { props: { on = {} } }) => {
    const names = heard.get(node) ?? new Set();
    heard.set(node, names);
    for (const name of Object.keys(on)) {
      if (names.has(name)) continue;
      names.add(name);
      node.addEventListener(name, (event) => drawn.get(node)?.props.on?.[name]?.(event));
    }
  };
}
