import { type Fault, isFault } from "#core/domain";
import { settle } from "#core/incidents";
import { type Clock, type Log, openLoop } from "#core/runtime";
import type { Repositories, Store } from "#core/store";

/** How the alerts of a rule end: by silence of this long, by its probe's own word, or because the rule is gone. */
export type Ending =
  | { readonly kind: "absent"; readonly afterMs: number }
  | { readonly kind: "recovered" }
  | { readonly kind: "withdrawn" };

export interface AbsenceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly ending: (rule: string) => Ending;
  /** False while lines wait: what is not read cannot be absent. */
  readonly reading: () => boolean;
}

const everyMs = 1_000;
/** Longer between two looks, or less than nothing: the process stood still, or somebody has set the clock. */
const longestGapMs = 15_000;
const most = 500;

/**
 * Resolves alerts that were not seen for their rule's `resolveAfter`, and those whose rule is gone. Time
 * in which Fettle did not run or stood still, or over which the clock jumped, does not count: nobody looked.
 */
export function openAbsence(options: AbsenceOptions): AsyncDisposable {
  const { store, clock, log } = options;
  let lookingSinceMs = clock.nowMs();
  let lookedMs = lookingSinceMs;

  return openLoop({
    name: "inspect.absence",
    everyMs,
    clock,
    log,
    tick: async () => {
      const nowMs = clock.nowMs();
      const gapMs = nowMs - lookedMs;
      lookedMs = nowMs;
      if (!options.reading() || gapMs < 0 || gapMs > longestGapMs) {
        lookingSinceMs = nowMs;
        return;
      }
      const rules = await store.read((r) => r.alerts.firingRules());
      const over = rules.flatMap((rule): Over[] => {
        const ending = options.ending(rule);
        if (ending.kind === "recovered") return [];
        if (ending.kind === "withdrawn") return [{ rule, reason: ending.kind, seenBeforeMs: nowMs + 1 }];
        if (nowMs - lookingSinceMs < ending.afterMs) return [];
        return [{ rule, reason: ending.kind, seenBeforeMs: nowMs - ending.afterMs }];
      });
      await resolveUnseen(store, over, nowMs);
    },
  });
}

/** @throws Fault `invalid` for a damaged row, after all others are resolved: it must not keep their alerts firing for ever. */
export async function resolveUnseen(store: Store, over: readonly Over[], atMs: number): Promise<void> {
  const faults: Fault[] = [];
  if (over.length > 0) await store.write((r) => resolveAll(r, over, { atMs, faults }));
  if (faults[0] !== undefined) throw faults[0];
}

type Over = { readonly rule: string; readonly reason: "absent" | "withdrawn"; readonly seenBeforeMs: number };

/** `faults` is told of the rules whose alerts cannot be read. */
async function resolveAll(
  repositories: Repositories,
  over: readonly Over[],
  { atMs, faults }: { readonly atMs: number; readonly faults: Fault[] },
): Promise<void> {
  for (const { rule, reason, seenBeforeMs } of over) {
    try {
      for (const alert of await repositories.alerts.firingOf(rule, seenBeforeMs, most)) {
        await settle(repositories, alert, { atMs, reason });
      }
    } catch (thrown) {
      if (!isFault(thrown, "invalid")) throw thrown;
      faults.push(thrown);
    }
  }
}
