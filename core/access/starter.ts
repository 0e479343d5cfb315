import { actorId, type Actor } from "#core/domain";

/** Text of a policy that grants one actor everything, to begin with: without it, nobody could do anything. */
export function starterPolicy(actor: Actor): string {
  return `// Everything is denied until a policy permits it. Narrow this down once others have theirs.
@id("first-actor")
permit (
  principal == Fettle::Actor::${quote(actorId(actor))},
  action,
  resource
);
`;
}

/** A string of Cedar's grammar: all but plain ASCII is escaped. */
function quote(text: string): string {
  const escaped = text.replaceAll(/[^\w .:/@-]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
  return `"${escaped}"`;
}
