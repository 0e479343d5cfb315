import { sortedPairs } from "#core/domain";
import type { RuleState } from "#core/store";
import type { Hit } from "./engine.ts";
import { addTime, type Frequency, isTimes } from "./times.ts";

export interface WindowRule {
  readonly id: string;
  readonly hash: string;
  readonly frequency: Frequency | undefined;
}

/**
 * What rules remember between lines: for each key of a frequency rule the times of its last `count`
 * hits. Bounded: `maxKeys` a rule; the key that was not hit for longest goes first, and is counted.
 */
export interface Windows {
  /** Works on a copy, so that a batch whose transaction fails leaves nothing behind. One stage at a time. */
  stage(): Stage;
  /** Puts back what was stored of the present rules. */
  restore(states: readonly RuleState[]): void;
  readonly evicted: number;
}

export interface Stage {
  /** Takes the hit in and says whether its rule's condition holds; rules without a frequency hold at once. */
  holds(hit: Hit, atMs: number): boolean;
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

interface Memory {
  readonly rule: WindowRule;
  readonly frequency: Frequency;
  /** In order of the last hit, so that the first is the first to go. */
  readonly keys: Map<string, number[]>;
}

export function openWindows(rules: readonly WindowRule[], options: { readonly maxKeys: number }): Windows {
  const memories = new Map<string, Memory>();
  for (const rule of rules) {
    if (rule.frequency !== undefined) {
      memories.set(rule.id, { rule, frequency: rule.frequency, keys: new Map() });
    }
  }
  let evicted = 0;
  return {
    restore: (states) => {
      for (const { rule, hash, key, state } of states) {
        const memory = memories.get(rule);
        if (memory?.rule.hash === hash && isTimes(state, memory.frequency)) memory.keys.set(key, state);
      }
    },
    stage: () => openStage(memories, options.maxKeys, (count) => (evicted += count)),
    get evicted() {
      return evicted;
    },
  };
}

function openStage(
  memories: ReadonlyMap<string, Memory>,
  maxKeys: number,
  onEvicted: (count: number) => void,
): Stage {
  const staged = new Map<Memory, Map<string, number[]>>();
  return {
    holds: (hit, atMs) => {
      const memory = memories.get(hit.rule);
      if (memory === undefined) return true;
      let keys = staged.get(memory);
      if (keys === undefined) staged.set(memory, (keys = new Map<string, number[]>()));
      const key = JSON.stringify(sortedPairs(hit.by));
      const times = keys.get(key) ?? [...(memory.keys.get(key) ?? [])];
      keys.delete(key);
      keys.set(key, times);
      return addTime(times, atMs, memory.frequency);
    },
    changes: () => {
      const put: RuleState[] = [];
      const drop: { rule: string; hash: string; keys: string[] }[] = [];
      for (const [{ rule, keys: known }, keys] of staged) {
        const { id, hash } = rule;
        const gone = beyond(known, keys, maxKeys);
        if (gone.size > 0) drop.push({ rule: id, hash, keys: [...gone] });
        for (const [key, state] of keys) if (!gone.has(key)) put.push({ rule: id, hash, key, state });
      }
      return { put, drop };
    },
    commit: () => {
      for (const [memory, keys] of staged) {
        for (const [key, times] of keys) {
          memory.keys.delete(key);
          memory.keys.set(key, times);
        }
        const gone = beyond(memory.keys, new Map<string, number[]>(), maxKeys);
        for (const key of gone) memory.keys.delete(key);
        onEvicted(gone.size);
      }
    },
  };
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
