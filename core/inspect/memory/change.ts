import { isList, isTime, type KeyState, manyKeys, type Memory } from "./memory.ts";

interface Last {
  readonly value: string;
  readonly atMs: number;
}

/**
 * Holds where the value is another than the last one of its key; the first is no change. Lines without a value, and those that
 * come late, change nothing. `before`: what it was.
 */
export function change(): Memory {
  return {
    mostKeys: manyKeys,
    fresh: () => stateOf(undefined),
    restore: (json) => {
      if (!isList(json)) return undefined;
      const [value, atMs] = json;
      return typeof value === "string" && isTime(atMs) ? stateOf({ value, atMs }) : undefined;
    },
  };
}

function stateOf(begin: Last | undefined): KeyState {
  let last = begin;
  return {
    take: ({ term }, atMs) => {
      if (term === "" || (last !== undefined && atMs < last.atMs)) return undefined;
      const before = last;
      last = { value: term, atMs };
      return before === undefined || before.value === term ? undefined : { before: before.value };
    },
    copy: () => stateOf(last),
    json: () => (last === undefined ? [] : [last.value, last.atMs]),
  };
}
