import { isFault, messageOf, type Drift, type Plan, type PlanContent } from "#core/domain";
import { brakeOn } from "../plan/brakes.ts";
import { driftOf } from "../plan/drift.ts";
import { hashOf } from "../plan/hash.ts";
import type { EngineParts } from "./parts.ts";

/** Whether an approved plan may run now. */
export type Admission =
  | { readonly kind: "go" }
  /** Not yet; asked again, until the plan expires. */
  | { readonly kind: "wait"; readonly why: string }
  /** Never: what would run is not what was approved, or is not called for any more. */
  | { readonly kind: "refuse"; readonly why: string; readonly drift: readonly Drift[] };

/** What is asked anew when a plan is about to run, and at each vote. */
export interface Recheck {
  /** Renders the plan once more, from runbook, inventory and incident as they are now. @throws Fault where it cannot. */
  readonly again: (plan: Plan) => Promise<PlanContent>;
  /** Why somebody who voted may not any more; undefined where all still may. @throws Fault `unavailable` when that cannot be known. */
  readonly lostRight: (plan: Plan) => Promise<string | undefined>;
  readonly redact: (text: string) => string;
}

/** Everything that must still be so when an approved plan starts, the cheap questions first. */
export async function admit(
  parts: EngineParts,
  plan: Plan,
  recheck: Recheck,
  signal: AbortSignal,
): Promise<Admission> {
  const trouble = parts.hands.troubleWith(plan.content);
  if (trouble !== undefined) return { kind: "wait", why: trouble };
  const brake = await parts.store.read((r) => brakeOn(r, plan, parts.clock.nowMs()));
  if (brake !== undefined) return { kind: "wait", why: brake };
  const still = await stillAsShown(plan, recheck);
  if (still.kind !== "go") return still;
  try {
    const lost = await recheck.lostRight(plan);
    if (lost !== undefined) return { kind: "refuse", why: lost, drift: [] };
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return { kind: "wait", why: `whether those who approved still may is not known: ${messageOf(thrown)}` };
  }
  return stillCalledFor(parts, plan, signal);
}

/** Whether what would run now is what was shown, and what the store holds of it, too: that is what runs. */
export async function stillAsShown(plan: Plan, { again, redact }: Recheck): Promise<Admission> {
  try {
    const now = await again(plan);
    if (hashOf(now) !== plan.hash) {
      const why = "what would run is no longer what was shown";
      return { kind: "refuse", why, drift: driftOf(plan.content, now, redact) };
    }
    if (isAsHashed(plan)) return { kind: "go" };
    return { kind: "refuse", why: changedInStore, drift: driftOf(now, plan.content, redact) };
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    if (thrown.kind === "unavailable" || thrown.kind === "timeout")
      return { kind: "wait", why: messageOf(thrown) };
    return { kind: "refuse", why: `it cannot be made again: ${messageOf(thrown)}`, drift: [] };
  }
}

/** Whether the plan's content is still what its hash was made of. */
export function isAsHashed({ content, hash }: Plan): boolean {
  return hashOf(content) === hash;
}

export const changedInStore = "somebody has changed it in the store: it is no longer what was shown";

/** Whether the check holds still: the trouble may be over, and then nothing must be done about it. */
export async function stillCalledFor(
  { hands }: Pick<EngineParts, "hands">,
  plan: Plan,
  signal: AbortSignal,
): Promise<Admission> {
  const { check } = plan.content;
  if (check === null) return { kind: "go" };
  const seen = await hands.measure(check, { signal, what: `${plan.id} check` });
  if (seen.holds === true) return { kind: "go" };
  if (seen.holds === null)
    return { kind: "wait", why: `its check cannot be had: ${seen.trouble ?? "no value"}` };
  const why = `${seen.name} does not hold any more, it gave ${String(seen.value)}: the plan no longer applies`;
  return { kind: "refuse", why, drift: [] };
}
