import type { EntityJson, TypeAndId } from "@cedar-policy/cedar-wasm/nodejs";
import { actorId, type Actor } from "#core/domain";
import type { Person } from "./person.ts";
import type { Action, Resource } from "./schema.ts";

/** A request with what is known of its actor. */
export interface Asked {
  readonly actor: Actor;
  readonly actorId: string;
  readonly groups: readonly string[];
  readonly action: Action;
  readonly resource: Resource;
}

export function uid(type: "Actor" | "Action" | "Group" | Resource["type"], id: string): TypeAndId {
  return { type: `Fettle::${type}`, id };
}

/** Actor and resource as Cedar's JSON (https://docs.cedarpolicy.com/auth/entities-syntax.html): data, never text. */
export function entitiesOf({ actor, groups, resource }: Asked): EntityJson[] {
  return [actorEntity({ actor, groups }), resourceEntity(resource)];
}

/** A person as Cedar knows them: the groups are all of theirs. */
export function actorEntity({ actor, groups }: Person): EntityJson {
  return {
    uid: uid("Actor", actorId(actor)),
    attrs: { kind: actor.kind },
    parents: groups.map((group) => uid("Group", group)),
  };
}

function resourceEntity(resource: Resource): EntityJson {
  const entity = { uid: uid(resource.type, resource.id), parents: [] };
  if (resource.type === "Command") return { ...entity, attrs: { ...resource.attributes } };
  if (resource.type !== "Incident" && resource.type !== "Plan") return { ...entity, attrs: {} };
  const { labels, ...attrs } = resource.attributes;
  const env = labels["env"];
  return { ...entity, attrs: env === undefined ? attrs : { ...attrs, env }, tags: { ...labels } };
}
