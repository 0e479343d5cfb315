import { actorId } from "#core/domain";
import type { Cedar } from "./cedar.ts";
import { actorEntity, uid } from "./entities.ts";
import type { Person } from "./person.ts";
import type { NamedPolicy } from "./policies.ts";
import { schema, type Action } from "./schema.ts";

const mostAnswers = 1_000;

/**
 * Asks the policies with the resource left open (Cedar's partial evaluation,
 * https://docs.cedarpolicy.com): `deny` means that no resource could make it a permit.
 */
export function openEver(
  cedar: Cedar,
  policies: readonly NamedPolicy[],
): (person: Person, action: Action) => boolean {
  const texts = Object.fromEntries(policies.map((policy) => [policy.name, policy.text]));
  // Some ms an answer, and the same few people ask for help again and again.
  const known = new Map<string, boolean>();

  function ask(person: Person, action: Action): boolean {
    const answer = cedar.isAuthorizedPartial({
      principal: uid("Actor", actorId(person.actor)),
      action: uid("Action", action),
      resource: null,
      context: {},
      policies: { staticPolicies: texts },
      entities: [actorEntity(person)],
      schema,
      validateRequest: false,
    });
    // What cannot be judged is shown: whoever uses it is told then.
    return answer.type === "failure" || answer.response.decision !== "deny";
  }

  return (person, action) => {
    const key = JSON.stringify([actorId(person.actor), person.groups, action]);
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= mostAnswers) known.clear();
    const answer = ask(person, action);
    known.set(key, answer);
    return answer;
  };
}
