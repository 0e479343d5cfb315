import { isAlias, isMap, isScalar, isSeq, type Scalar } from "yaml";

/** Where a value stands in the text. An alias has the place of what it stands for. */
export interface Place {
  readonly offset: number;
  readonly end: number;
  /** Where the value's key begins; undefined in lists and at the root. */
  readonly keyOffset: number | undefined;
  readonly scalar: Scalar | undefined;
  readonly children: ReadonlyMap<string, Place>;
}

export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly offset: number;
  readonly message: string;
}

/** What a document says, as plain data. With `fatal`, `value` is not all of it. */
export interface Plain {
  readonly value: unknown;
  readonly place: Place;
  readonly problems: readonly Problem[];
  readonly fatal: boolean;
}

/** Values in a file, each use of an alias counted as what it stands for. */
const mostValues = 100_000;
const deepest = 64;
/** Keys that would reach into JavaScript's objects instead of standing in a map. */
const reachingKeys = new Set(["__proto__", "constructor", "prototype"]);

interface Converted {
  readonly value: unknown;
  readonly place: Place;
  readonly count: number;
}

interface Visit {
  readonly path: readonly PropertyKey[];
  readonly keyOffset: number | undefined;
}

/** Ends the reading of a document at the first thing that makes the rest meaningless. */
class Stop extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Plain data and places of a document's root node. Unlike yaml's own `toJS`, bounded whatever the aliases do. */
export function toPlain(root: unknown): Plain {
  const problems: Problem[] = [];
  try {
    const { value, place } = reader(problems)(root, { path: [], keyOffset: undefined });
    return { value, place, problems, fatal: false };
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    const place = leaf(thrown.problem.offset, undefined);
    return { value: undefined, place, problems: [...problems, thrown.problem], fatal: true };
  }
}

function reader(problems: Problem[]): (node: unknown, visit: Visit) => Converted {
  /** Only what is complete is here, so that an alias inside its own anchor is not found. */
  const anchors = new Map<string, Converted>();
  const budget = countValues();

  function read(node: unknown, visit: Visit): Converted {
    const offset = startOf(node) ?? visit.keyOffset ?? 0;
    if (visit.path.length > deepest) {
      throw new Stop({ path: visit.path, offset, message: `nested deeper than ${deepest} levels` });
    }
    const before = budget.total;
    budget.charge(1, offset, visit);
    if (isAlias(node)) return readAlias(node.source, offset, visit);
    const converted = readOwn(node, offset, visit);
    const result = { ...converted, count: budget.total - before };
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, result);
    return result;
  }

  function readOwn(node: unknown, offset: number, visit: Visit): Omit<Converted, "count"> {
    if (isMap(node)) return readMap(node.items, offset, visit);
    if (isSeq(node)) {
      const value: unknown[] = [];
      const children = new Map<string, Place>();
      for (const [index, item] of node.items.entries()) {
        const child = read(item, { path: [...visit.path, index], keyOffset: undefined });
        value.push(child.value);
        children.set(String(index), child.place);
      }
      return { value, place: { ...leaf(offset, visit.keyOffset), children } };
    }
    if (!isScalar(node)) return { value: null, place: leaf(offset, visit.keyOffset) };
    const empty = node.source === "" && node.value === null;
    const start = empty ? (visit.keyOffset ?? offset) : offset;
    const end = node.range?.[1] ?? start;
    return { value: node.value, place: { ...leaf(start, visit.keyOffset), end, scalar: node } };
  }

  function readMap(
    items: readonly { readonly key: unknown; readonly value: unknown }[],
    offset: number,
    visit: Visit,
  ): Omit<Converted, "count"> {
    const value: Record<string, unknown> = {};
    const children = new Map<string, Place>();
    for (const item of items) {
      const key = isScalar(item.key) ? String(item.key.value) : "";
      const keyOffset = startOf(item.key) ?? offset;
      const path = [...visit.path, key];
      const refusal = refuseKey(key, children);
      if (refusal !== undefined) {
        problems.push({ path, offset: keyOffset, message: refusal });
        continue;
      }
      const child = read(item.value, { path, keyOffset });
      value[key] = child.value;
      children.set(key, child.place);
    }
    return { value, place: { ...leaf(offset, visit.keyOffset), children } };
  }

  function readAlias(name: string, offset: number, visit: Visit): Converted {
    const target = anchors.get(name);
    if (target === undefined) {
      throw new Stop({ path: visit.path, offset, message: `*${name} stands for nothing complete above it` });
    }
    budget.charge(target.count, offset, visit);
    return { ...target, place: { ...target.place, keyOffset: visit.keyOffset } };
  }

  return read;
}

function countValues(): { total: number; charge(count: number, offset: number, visit: Visit): void } {
  return {
    total: 0,
    charge(count, offset, { path }) {
      this.total += count;
      if (this.total <= mostValues) return;
      const message = `more than ${mostValues} values in one file, those that aliases repeat included`;
      throw new Stop({ path, offset, message });
    },
  };
}

function refuseKey(key: string, taken: ReadonlyMap<string, Place>): string | undefined {
  if (reachingKeys.has(key)) return `the key "${key}" is not allowed`;
  if (taken.has(key)) return `the key "${key}" stands twice in this map`;
  return undefined;
}

function leaf(offset: number, keyOffset: number | undefined): Place {
  return { offset, end: offset, keyOffset, scalar: undefined, children: new Map() };
}

function startOf(node: unknown): number | undefined {
  if (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) return node.range?.[0];
  return undefined;
}
