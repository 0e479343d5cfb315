/** Names and values that say what a thing belongs to: `{ env: "prod", group: "web" }`. */
export type Labels = Readonly<Record<string, string>>;

/** `k=v` pairs sorted by key, for stable hashes and for showing. */
export function sortedPairs(labels: Labels): readonly (readonly [string, string])[] {
  return Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

export function sameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
