import type { Assertion, Measurement, Verdict, Verification } from "#core/domain";
import type { Clock } from "#core/runtime";

export interface Verified {
  readonly verdict: Verdict;
  /** Null where it is healed. */
  readonly reason: string | null;
  readonly after: readonly Measurement[];
}

export interface Verifying {
  readonly clock: Clock;
  readonly measure: (assertion: Assertion) => Promise<Measurement>;
  readonly signal: AbortSignal;
  /** Told of each look. */
  readonly seen: (after: readonly Measurement[]) => Promise<void>;
}

/**
 * Asks all assertions together, at the verification's pace, until they have held for as long as it says, or its
 * time is over: then it has failed where one of them was seen not to hold, and is not known where one could not
 * be asked. A look that fails begins the hold anew. An aborted signal ends it as not known.
 */
export async function verify(
  { assertions, withinMs, everyMs, holdMs }: Verification,
  { clock, measure, signal, seen }: Verifying,
): Promise<Verified> {
  const endMs = clock.monotonicMs() + withinMs;
  let heldSinceMs: number | undefined;
  for (;;) {
    const lookMs = clock.monotonicMs();
    const after = await Promise.all(assertions.map(measure));
    if (signal.aborted) return { verdict: "unknown", reason: "it was stopped", after };
    await seen(after);
    const holds = after.every((one) => one.holds === true);
    heldSinceMs = holds ? (heldSinceMs ?? lookMs) : undefined;
    // Held until the look was over, and since the one began that first saw it.
    if (heldSinceMs !== undefined && lookMs - heldSinceMs >= holdMs)
      return { verdict: "healed", reason: null, after };
    const leftMs = endMs - clock.monotonicMs();
    if (leftMs <= 0) return { ...judge(after, holdMs), after };
    const restMs = Math.min(everyMs - (clock.monotonicMs() - lookMs), leftMs);
    await clock.sleep(Math.max(0, restMs), signal);
  }
}

function judge(after: readonly Measurement[], holdMs: number): { verdict: Verdict; reason: string } {
  const broken = after.find(({ holds }) => holds === false);
  if (broken !== undefined)
    return {
      verdict: "not-healed",
      reason: `${broken.name}: ${broken.trouble ?? `got ${String(broken.value)}`}`,
    };
  const unknown = after.find(({ holds }) => holds === null);
  if (unknown !== undefined)
    return { verdict: "unknown", reason: `${unknown.name}: ${unknown.trouble ?? "no value"}` };
  return { verdict: "not-healed", reason: `it held at the end, but not yet for ${holdMs / 1000} s` };
}
