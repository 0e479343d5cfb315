/**
 * Finds many texts in one pass over bytes, whatever the case of ASCII letters (Aho and Corasick, "Efficient string
 * matching", CACM 1975), as one table: a byte costs two look-ups, however many texts there are.
 */
export interface Automaton {
  /** Which class each byte is of. */
  readonly classOf: Uint8Array;
  readonly classes: number;
  /** Which state follows: of a state (its number times `classes`) plus a class, again times `classes`. */
  readonly table: Uint32Array;
  /** The first of the states in which a text ends; they stand last. */
  readonly accepting: number;
  readonly begin: number;
  /** Where each occurrence ends, in order, and which texts end there; `from` and `to` bound what is looked at. */
  scan(bytes: Uint8Array, from: number, to: number, found: Found): void;
  /** The texts, by number, that end in an accepting state. */
  endingIn(state: number): readonly number[];
}

/** What a scan has found; made once and used again, so that a chunk makes no garbage. */
export class Found {
  count = 0;
  /** Offset behind the last byte of an occurrence. */
  ends = new Uint32Array(1_024);
  states = new Uint32Array(1_024);

  add(end: number, state: number): void {
    if (this.count === this.ends.length) {
      const [ends, states] = [new Uint32Array(this.count * 2), new Uint32Array(this.count * 2)];
      ends.set(this.ends);
      states.set(this.states);
      this.ends = ends;
      this.states = states;
    }
    this.ends[this.count] = end;
    this.states[this.count] = state;
    this.count += 1;
  }
}

interface Node {
  readonly next: Map<number, number>;
  readonly ends: number[];
  fail: number;
}

/** @param texts in UTF-8, ASCII letters in lower case, none of them empty. */
export function openAutomaton(texts: readonly Uint8Array[]): Automaton {
  const { classOf, classes } = classesOf(texts);
  const nodes = treeOf(texts, classOf);
  // Accepting states stand last: that one is such is one comparison. Those near the begin stand together: nearly all of a
  // text is read in them, and they stay in the processor's cache.
  const order = linkUp(nodes).toSorted(
    (a, b) => Number(isAccepting(nodes[a])) - Number(isAccepting(nodes[b])),
  );
  const placeOf = new Uint32Array(nodes.length);
  for (const [place, node] of order.entries()) placeOf[node] = place;
  const firstAccepting = order.findIndex((node) => isAccepting(nodes[node]));
  const accepting = (firstAccepting === -1 ? nodes.length : firstAccepting) * classes;
  const table = new Uint32Array(nodes.length * classes);
  for (const [node, place] of placeOf.entries()) {
    for (let byte = 0; byte < classes; byte++) {
      table[place * classes + byte] = (placeOf[step(nodes, node, byte)] ?? 0) * classes;
    }
  }
  const begin = (placeOf[0] ?? 0) * classes;
  return {
    classOf,
    classes,
    table,
    accepting,
    begin,
    scan: (bytes, from, to, found) => {
      let state = begin;
      for (let at = from; at < to; at++) {
        // Within bounds by construction; `?? 0` costs nothing that can be measured.
        state = table[state + (classOf[bytes[at] ?? 0] ?? 0)] ?? 0;
        if (state >= accepting) found.add(at + 1, state);
      }
    },
    endingIn: (state) => nodes[order[state / classes] ?? 0]?.ends ?? [],
  };
}

/** Bytes that stand in no text are one class, and so are the two cases of a letter. */
function classesOf(texts: readonly Uint8Array[]): { readonly classOf: Uint8Array; readonly classes: number } {
  const classOf = new Uint8Array(256);
  let classes = 1;
  for (const byte of texts.flatMap((text) => [...text])) {
    if (classOf[byte] === 0) classOf[byte] = classes++;
  }
  for (let upper = 65; upper <= 90; upper++) classOf[upper] = classOf[upper + 32] ?? 0;
  return { classOf, classes };
}

function treeOf(texts: readonly Uint8Array[], classOf: Uint8Array): Node[] {
  const nodes: Node[] = [{ next: new Map(), ends: [], fail: 0 }];
  for (const [number, text] of texts.entries()) {
    let at = 0;
    for (const byte of text) {
      const key = classOf[byte] ?? 0;
      let next = nodes[at]?.next.get(key);
      if (next === undefined) {
        next = nodes.push({ next: new Map(), ends: [], fail: 0 }) - 1;
        nodes[at]?.next.set(key, next);
      }
      at = next;
    }
    nodes[at]?.ends.push(number);
  }
  return nodes;
}

/** Breadth first: where to go on when a text breaks off, and what else has ended with it. Gives the nodes in this order. */
function linkUp(nodes: readonly Node[]): readonly number[] {
  const queue = [0];
  for (const at of queue) {
    for (const [key, child] of nodes[at]?.next ?? []) {
      queue.push(child);
      const node = nodes[child];
      if (node === undefined || at === 0) continue;
      node.fail = step(nodes, nodes[at]?.fail ?? 0, key);
      node.ends.push(...(nodes[node.fail]?.ends ?? []));
    }
  }
  return queue;
}

function step(nodes: readonly Node[], from: number, key: number): number {
  for (let at = from; ; at = nodes[at]?.fail ?? 0) {
    const next = nodes[at]?.next.get(key);
    if (next !== undefined) return next;
    if (at === 0) return 0;
  }
}

function isAccepting(node: Node | undefined): boolean {
  return (node?.ends.length ?? 0) > 0;
}
