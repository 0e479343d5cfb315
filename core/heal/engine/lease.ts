import { isFault, type Run } from "#core/domain";
import { openLoop } from "#core/runtime";
import type { Repositories } from "#core/store";
import type { EngineParts } from "./parts.ts";

export function leaseName(target: string): string {
  return `heal:${target}`;
}

/** Each run holds the lease of its target itself: two runs of one process are two holders. */
export function holderOf({ holder }: EngineParts, plan: string): string {
  return `${holder}/${plan}`;
}

/** Takes the lease of a run's target; its fence, or undefined while somebody else has it. */
export async function takeLease(
  r: Repositories,
  parts: EngineParts,
  { target, plan }: Pick<Run, "target" | "plan">,
): Promise<number | undefined> {
  const lease = await r.leases.acquire({
    name: leaseName(target),
    holder: holderOf(parts, plan),
    nowMs: parts.clock.nowMs(),
    lastsMs: parts.leaseMs,
  });
  return lease?.fence;
}

export interface KeptLease extends AsyncDisposable {
  /** Aborts when the lease is somebody else's, or could not be renewed in time. */
  readonly lost: AbortSignal;
  /** Aborts when somebody wants the run to end. */
  readonly wanted: AbortSignal;
}

/** Renews the lease of a run, and looks on the way whether somebody wants it to end. */
export function keepLease(parts: EngineParts, run: Run, wake: (beat: () => void) => Disposable): KeptLease {
  const { store, clock, log, leaseMs } = parts;
  const [lost, wanted] = [new AbortController(), new AbortController()];
  let goodUntilMs = clock.monotonicMs() + leaseMs;

  async function beat(): Promise<void> {
    if (lost.signal.aborted) return;
    const askedMs = clock.monotonicMs();
    try {
      const now = await store.write(async (r) => {
        const known = await r.runs.byId(run.id);
        // Over, and its lease given back: to take it again would hold up the next run.
        if (known === undefined || known.receipt !== null) return undefined;
        return { fence: await takeLease(r, parts, run), wantedEnd: known.wantedEnd };
      });
      if (now === undefined) return;
      if (now.fence !== run.fence) lost.abort();
      goodUntilMs = askedMs + leaseMs;
      if (now.wantedEnd !== null) wanted.abort();
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      // What is written under a lease that has run out is refused by its fence; here the step is killed, too.
      if (clock.monotonicMs() >= goodUntilMs) lost.abort();
      throw thrown;
    }
  }

  const loop = openLoop({
    name: `heal.lease.${run.id}`,
    everyMs: Math.max(1, Math.floor(leaseMs / 3)),
    clock,
    log,
    tick: beat,
  });
  const waking = wake(() => {
    loop.wake();
  });
  return {
    lost: lost.signal,
    wanted: wanted.signal,
    [Symbol.asyncDispose]: async () => {
      waking[Symbol.dispose]();
      await loop[Symbol.asyncDispose]();
    },
  };
}
