import { Fault } from "#core/domain";

/**
 * Group names and who is in them: actor ids (`local:1000`, `slack:T1/U1`), or Slack users (`U1`) of the
 * default team.
 */
export type Groups = Readonly<Record<string, { readonly users: readonly string[] }>>;

/**
 * The groups of each actor id.
 * @throws Fault `invalid` for a Slack user without a team: whoever has that id in another team is somebody else.
 */
export function membership(
  groups: Groups,
  defaultTeam: string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const groupsOf = new Map<string, string[]>();
  for (const [group, { users }] of Object.entries(groups)) {
    for (const user of new Set(users.map((id) => actorIdOf(id, group, defaultTeam)))) {
      const known = groupsOf.get(user);
      if (known === undefined) groupsOf.set(user, [group]);
      else known.push(group);
    }
  }
  return groupsOf;
}

function actorIdOf(user: string, group: string, defaultTeam: string | undefined): string {
  if (user.includes(":")) return user;
  if (defaultTeam !== undefined) return `slack:${defaultTeam}/${user}`;
  throw new Fault(
    "invalid",
    `group ${group}: expected slack:TEAM/${user}, because no Slack team is known; got ${user}`,
  );
}
