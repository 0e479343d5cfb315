import type { Actor } from "#core/domain";

/**
 * Somebody whose identity is proven, with the groups that whoever proved it vouches for (Slack's user groups);
 * those of the configuration come on top.
 */
export interface Person {
  readonly actor: Actor;
  readonly groups: readonly string[];
}

/** Somebody of whom no more is known than the configuration says. */
export function personOf(actor: Actor): Person {
  return { actor, groups: [] };
}
