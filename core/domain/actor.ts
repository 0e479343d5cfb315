/**
 * Who does something. Identity comes from the transport (Slack's signed payload, the socket's owner),
 * never from text that the caller wrote.
 */
export type Actor =
  | { readonly kind: "local"; readonly uid: number }
  | { readonly kind: "slack"; readonly team: string; readonly user: string }
  /** Fettle itself, acting for the rule, probe or policy named. */
  | { readonly kind: "fettle"; readonly part: string };

/** The one spelling of an actor in policies, audit entries and cards: `local:0`, `slack:T1/U1`, `fettle:rules`. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case "local":
      return `local:${actor.uid}`;
    case "slack":
      return `slack:${actor.team}/${actor.user}`;
    case "fettle":
      return `fettle:${actor.part}`;
  }
}

export function sameActor(a: Actor, b: Actor): boolean {
  return actorId(a) === actorId(b);
}

/** An actor by its one spelling; undefined for a text that names none. */
export function parseActor(id: string): Actor | undefined {
  const local = /^local:(\d{1,10})$/.exec(id)?.[1];
  if (local !== undefined) return { kind: "local", uid: Number(local) };
  const [, team, user] = /^slack:([^/]+)\/(.+)$/.exec(id) ?? [];
  if (team !== undefined && user !== undefined) return { kind: "slack", team, user };
  const part = /^fettle:(.+)$/s.exec(id)?.[1];
  return part === undefined ? undefined : { kind: "fettle", part };
}
