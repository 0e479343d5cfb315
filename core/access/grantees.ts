import type { EntityUidJson, PolicyJson, TypeAndId } from "@cedar-policy/cedar-wasm/nodejs";
import type { NamedPolicy } from "./policies.ts";
import type { Action, Resource } from "./schema.ts";

const maxGrantees = 10;

/** Whom some policy grants something. */
export interface Grantee {
  /** A group's name, an actor's id, or `everyone`. */
  readonly to: string;
  readonly policy: string;
  /** The policy has a condition, which may leave some of them out. */
  readonly conditional: boolean;
}

/** Whom the scopes of the permits name for an action on a resource, each with its policy; at most ten. */
export function grantees(
  policies: readonly NamedPolicy[],
  request: { readonly action: Action; readonly resource: Resource },
): Grantee[] {
  return policies
    .filter(({ json }) => json.effect === "permit" && coversAction(json, request.action))
    .filter(({ json }) => coversResource(json, request.resource))
    .map(({ name, json }) => ({ to: whom(json), policy: name, conditional: json.conditions.length > 0 }))
    .slice(0, maxGrantees);
}

function coversAction({ action }: PolicyJson, name: Action): boolean {
  if (action.op === "All") return true;
  const named = "entities" in action ? action.entities : "entity" in action ? [action.entity] : [];
  return named.some((entity) => plain(entity).id === name);
}

function coversResource({ resource }: PolicyJson, { type, id }: Resource): boolean {
  switch (resource.op) {
    case "All":
      return true;
    case "is":
      return resource.entity_type === `Fettle::${type}`;
    case "==":
    case "in":
      return "entity" in resource && plain(resource.entity).id === id && isType(resource.entity, type);
  }
}

function isType(entity: EntityUidJson, type: Resource["type"]): boolean {
  return plain(entity).type === `Fettle::${type}`;
}

function whom({ principal }: PolicyJson): string {
  switch (principal.op) {
    case "All":
      return "everyone";
    case "is":
      return principal.in !== undefined && "entity" in principal.in
        ? plain(principal.in.entity).id
        : "everyone";
    case "==":
    case "in":
      return "entity" in principal ? plain(principal.entity).id : "everyone";
  }
}

function plain(entity: EntityUidJson): TypeAndId {
  if ("type" in entity) return entity;
  const { __entity: named } = entity;
  return named;
}
