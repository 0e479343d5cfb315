import { actorId, type Actor, Fault } from "#core/domain";
import type { Decision } from "./access.ts";
import type { Grantee } from "./grantees.ts";

export type Refusal = Decision & { readonly allowed: false };

/** A Fault `denied` that still knows why, for whoever can say it better than in one line. */
export class Denied extends Fault {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, actor: Actor) {
    super("denied", formatRefusal(refusal, actor));
    this.refusal = refusal;
  }
}

/**
 * Why not, and who could help, in one line: `local:1000 needs "incident.acknowledge" on inc-7; granted
 * to: oncall (policy "oncall-acknowledges"); ask one of them or add a policy`.
 */
export function formatRefusal(decision: Refusal, actor: Actor): string {
  const who = actorId(actor);
  const line =
    decision.policies.length > 0
      ? `${who} may not "${decision.missing}" on ${decision.resource}: ${decision.reason}`
      : `${who} needs "${decision.missing}" on ${decision.resource}; ${help(decision)}`;
  // Ids come from outside and may hold line ends or marks that turn text around.
  return line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}

/** Of everyone whom a condition may leave out, whoever is refused is one. */
export function whomText({ to, conditional }: Grantee): string {
  return to === "everyone" && conditional ? "whoever meets its condition" : to;
}

function help({ reason, grantedBy }: Refusal): string {
  const why = reason === "no policy permits it" ? "" : `${reason}; `;
  if (grantedBy.length === 0) return `${why}granted to nobody; add a policy`;
  const whom = grantedBy.map((grantee) => `${whomText(grantee)} (policy "${grantee.policy}")`).join(", ");
  return `${why}granted to: ${whom}; ask one of them or add a policy`;
}
