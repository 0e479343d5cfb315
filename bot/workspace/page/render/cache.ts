export interface Cache<Value> {
  /** The value made under this key before, or a new one. */
  get(key: string, make: () => Value): Value;
}

/** Holds `max` values; the one that was not asked for the longest makes room. */
export function openCache<Value>(max: number): Cache<Value> {
  const held = new Map<string, { readonly value: Value }>();
  return {
    get: (key, make) => {
      const entry = held.get(key) ?? { value: make() };
      // A Map keeps the order of insertion, so what is used goes to the end again.
      held.delete(key);
      held.set(key, entry);
      const [oldest] = held.keys();
      if (held.size > max && oldest !== undefined) held.delete(oldest);
      return entry.value;
    },
  };
}
