import { type Labels, sortedPairs } from "#core/domain";
import type { RuleState } from "#core/store";
import type { Hit } from "./engine.ts";
import type { KeyState, Memory, Remembers, Told } from "./memory/memory.ts";
import { openMemory } from "./memory/open-memory.ts";

export interface WindowRule {
  readonly id: string;
  readonly hash: string;
  /** What it must know of the lines before; undefined where each line stands for itself. */
  readonly remembers: Remembers | undefined;
}

/**
 * What rules remember between lines, for each of their keys. Bounded: `maxKeys` a rule; the key that was not hit for
 * longest goes first, and is counted.
 */
export interface Windows {
  /** Works on a copy, so that a batch whose transaction fails leaves nothing behind. One stage at a time. */
  stage(): Stage;
  /** Remembers at once: for whoever stores nothing, and has nothing that could fail. */
  readonly live: Pick<Stage, "take">;
  /** Puts back what was stored of the present rules. */
  restore(states: readonly RuleState[]): void;
  readonly evicted: number;
}

export interface Stage {
  /**
   * Takes the hit in; its `key` is that of its `by` (`keyOf`). What it gives is undefined where its rule's condition does not hold; that of a rule which remembers nothing
   * holds at once.
   */
  take(hit: Hit, atMs: number, key: string): Told | undefined;
  /** What must be stored for this stage to survive a restart. */
  changes(): StageChanges;
  /** Makes the stage what is remembered. */
  commit(): void;
}

interface StageChanges {
  readonly put: readonly RuleState[];
  readonly drop: readonly {
    readonly rule: string;
    readonly hash: string;
    readonly keys: readonly string[];
  }[];
}

interface Kept {
  readonly rule: WindowRule;
  readonly memory: Memory;
  /** In order of the last hit, so that the first is the first to go. */
  readonly keys: Map<string, KeyState>;
}

const nothing: Told = Object.freeze({});

export function openWindows(rules: readonly WindowRule[], options: { readonly maxKeys: number }): Windows {
  const memories = new Map<string, Kept>();
  for (const rule of rules) {
    if (rule.remembers !== undefined)
      memories.set(rule.id, { rule, memory: openMemory(rule.remembers), keys: new Map() });
  }
  let evicted = 0;
  return {
    restore: (states) => {
      for (const { rule, hash, key, state } of states) {
        const kept = memories.get(rule);
        const restored = kept?.rule.hash === hash ? kept.memory.restore(state) : undefined;
        if (restored !== undefined) kept?.keys.set(key, restored);
      }
    },
    stage: () => openStage(memories, options.maxKeys, (count) => (evicted += count)),
    live: {
      take: (hit, atMs, key) => {
        const kept = memories.get(hit.rule);
        if (kept === undefined) return nothing;
        const { keys, memory } = kept;
        const state = keys.get(key) ?? memory.fresh();
        keys.delete(key);
        keys.set(key, state);
        const [oldest] = keys.size > Math.min(options.maxKeys, memory.mostKeys) ? keys.keys() : [];
        if (oldest !== undefined && keys.delete(oldest)) evicted += 1;
        return state.take(hit, atMs);
      },
    },
    get evicted() {
      return evicted;
    },
  };
}

function openStage(
  memories: ReadonlyMap<string, Kept>,
  maxKeys: number,
  onEvicted: (count: number) => void,
): Stage {
  const staged = new Map<Kept, Map<string, KeyState>>();
  return {
    take: (hit, atMs, key) => {
      const kept = memories.get(hit.rule);
      if (kept === undefined) return nothing;
      let keys = staged.get(kept);
      if (keys === undefined) staged.set(kept, (keys = new Map<string, KeyState>()));
      const state = keys.get(key) ?? kept.keys.get(key)?.copy() ?? kept.memory.fresh();
      keys.delete(key);
      keys.set(key, state);
      return state.take(hit, atMs);
    },
    changes: () => {
      const put: RuleState[] = [];
      const drop: { rule: string; hash: string; keys: string[] }[] = [];
      for (const [{ rule, keys: known, memory }, keys] of staged) {
        const { id, hash } = rule;
        const gone = beyond(known, keys, Math.min(maxKeys, memory.mostKeys));
        if (gone.size > 0) drop.push({ rule: id, hash, keys: [...gone] });
        for (const [key, state] of keys) {
          if (!gone.has(key) && state.isNews !== false)
            put.push({ rule: id, hash, key, state: state.json() });
        }
      }
      return { put, drop };
    },
    commit: () => {
      for (const [{ keys: known, memory }, keys] of staged) {
        for (const [key, state] of keys) {
          known.delete(key);
          known.set(key, state);
        }
        const gone = beyond(known, new Map<string, KeyState>(), Math.min(maxKeys, memory.mostKeys));
        for (const key of gone) known.delete(key);
        onEvicted(gone.size);
      }
    },
  };
}

/** What a window is kept and stored under. */
export function keyOf(by: Labels): string {
  const [only, ...more] = Object.keys(by);
  if (only === undefined) return "[]";
  // Nearly all have one name, and it is asked for each hit.
  return more.length > 0
    ? JSON.stringify(sortedPairs(by))
    : `[[${JSON.stringify(only)},${JSON.stringify(by[only])}]]`;
}

/** The keys that must go, the longest not hit first; `staged` are the ones hit last. */
function beyond(
  known: ReadonlyMap<string, unknown>,
  staged: ReadonlyMap<string, unknown>,
  maxKeys: number,
): Set<string> {
  if (known.size + staged.size <= maxKeys) return new Set();
  const inOrder = [...[...known.keys()].filter((key) => !staged.has(key)), ...staged.keys()];
  return new Set(inOrder.slice(0, Math.max(0, inOrder.length - maxKeys)));
}
