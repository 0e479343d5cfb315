import type { AuthorizationAnswer, EntityJson, EntityUidJson } from "@cedar-policy/cedar-wasm/nodejs";
import { actorId, type Actor, type FileFault } from "#core/domain";
import { loadCedar, type Cedar } from "./cedar.ts";
import { entitiesOf, uid, type Asked } from "./entities.ts";
import { openEver } from "./ever.ts";
import { type Grantee, grantees } from "./grantees.ts";
import { membership, type Groups } from "./groups.ts";
import type { Person } from "./person.ts";
import { readPolicies, type NamedPolicy, type PolicyFile } from "./policies.ts";
import { schema, type Action, type Resource } from "./schema.ts";

export interface AccessRequest {
  readonly actor: Actor;
  /** As a `Person` has them: groups beside those of the configuration. */
  readonly groups?: readonly string[];
  readonly action: Action;
  readonly resource: Resource;
  /** What the audit keeps of it besides; policies do not see it. */
  readonly detail?: Readonly<Record<string, string>>;
}

export type Decision =
  /** `policies`: names of the permits that decided. */
  | { readonly allowed: true; readonly policies: readonly string[] }
  | {
      readonly allowed: false;
      /** Names of the forbids that decided; empty when no permit was there. */
      readonly policies: readonly string[];
      /** One line, for people. */
      readonly reason: string;
      /** The right that is missing. */
      readonly missing: Action;
      /** Id of what it is missing on. */
      readonly resource: string;
      /** Whom some policy grants it. Told from the policies' scope alone: their conditions may still refuse. */
      readonly grantedBy: readonly Grantee[];
    };

/**
 * Decides, without I/O. Guarantees: without a permit all is denied; a forbid wins over every permit; an
 * actor, resource or policy that cannot be judged is denied and says why in `reason`; nothing that comes
 * in with a request is ever read as policy text.
 */
export interface Access {
  decide(request: AccessRequest): Decision;
  can(request: AccessRequest): boolean;
  /**
   * Whether there could be something on which this person may do it: for help that shows only what makes
   * sense. It grants nothing; each click is decided by `decide`.
   */
  mayEver(person: Person, action: Action): boolean;
  /** Whom some policy grants an action on a resource, as in a refusal's `grantedBy`; conditions may still refuse. */
  grantedBy(request: Pick<AccessRequest, "action" | "resource">): readonly Grantee[];
  /** Names of all policies. */
  readonly policies: readonly string[];
  /** Names of the groups that the person is in, in order. */
  groupsOf(person: Person): readonly string[];
}

export interface AccessOptions {
  readonly policies: readonly PolicyFile[];
  /** Every group that there is: a policy that names another one is a fault. */
  readonly groups: Groups;
  /** The Slack team of users in `groups` that name none. */
  readonly defaultTeam?: string;
}

export type AccessOpening =
  | { readonly ok: true; readonly access: Access }
  | { readonly ok: false; readonly faults: readonly FileFault[] };

/**
 * Policies, checked and parsed once; a changed set is opened anew. Cedar keeps each distinct set for the
 * life of the process, some KB a policy.
 * @throws Fault `invalid` for a group that names a Slack user of no known team.
 */
export async function openAccess(options: AccessOptions): Promise<AccessOpening> {
  const groupsOf = membership(options.groups, options.defaultTeam);
  if (options.policies.length === 0) return { ok: true, access: denyAll(groupsOf) };
  const cedar = await loadCedar();
  const { policies, faults } = readPolicies({ cedar, groups: Object.keys(options.groups) }, options.policies);
  if (faults.length > 0) return { ok: false, faults };
  const authorize = await prepare(cedar, policies);
  const ever = openEver(cedar, policies);

  const access: Access = {
    decide: (request) => {
      const actor = actorId(request.actor);
      const groups = allGroups(groupsOf, { groups: [], ...request });
      return judge(request, { authorize, policies, asked: { ...request, actorId: actor, groups } });
    },
    can: (request) => access.decide(request).allowed,
    mayEver: (person, action) => ever({ actor: person.actor, groups: allGroups(groupsOf, person) }, action),
    grantedBy: (request) => grantees(policies, request),
    policies: policies.map(({ name }) => name),
    groupsOf: (person) => allGroups(groupsOf, person),
  };
  return { ok: true, access };
}

/** Those of the configuration, and those that the transport vouches for. */
function allGroups(configured: ReadonlyMap<string, readonly string[]>, { actor, groups }: Person): string[] {
  return [...new Set([...(configured.get(actorId(actor)) ?? []), ...groups])].toSorted();
}

/** Without a policy everything is denied; 16 MB of engine need not be loaded to say so. */
function denyAll(groupsOf: ReadonlyMap<string, readonly string[]>): Access {
  return {
    decide: ({ action, resource }) => ({
      allowed: false,
      policies: [],
      reason: "no policy permits it",
      missing: action,
      resource: resource.id,
      grantedBy: [],
    }),
    can: () => false,
    mayEver: () => false,
    grantedBy: () => [],
    policies: [],
    groupsOf: (person) => allGroups(groupsOf, person),
  };
}

type Authorize = (asked: Asked) => AuthorizationAnswer;

/** Parses schema and policies into Cedar's cache, under a name that only this very text has. */
async function prepare(cedar: Cedar, policies: readonly NamedPolicy[]): Promise<Authorize> {
  const texts = Object.fromEntries(policies.map((policy) => [policy.name, policy.text]));
  const set = `fettle:${await digest(JSON.stringify(texts))}`;
  for (const answer of [
    cedar.preparseSchema("fettle", schema),
    cedar.preparsePolicySet(set, { staticPolicies: texts }),
  ]) {
    if (answer.type === "failure") throw new Error(answer.errors.map((error) => error.message).join("; "));
  }
  return (asked) => {
    const principal: EntityUidJson = uid("Actor", asked.actorId);
    const entities: EntityJson[] = entitiesOf(asked);
    return cedar.statefulIsAuthorized({
      principal,
      action: uid("Action", asked.action),
      resource: uid(asked.resource.type, asked.resource.id),
      context: {},
      entities,
      preparsedSchemaName: "fettle",
      validateRequest: true,
      preparsedPolicySetId: set,
    });
  };
}

async function digest(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(text))).toString("hex");
}

function judge(
  request: AccessRequest,
  { authorize, policies, asked }: { authorize: Authorize; policies: readonly NamedPolicy[]; asked: Asked },
): Decision {
  const deny = (reason: string, by: readonly string[] = []): Decision => ({
    allowed: false,
    policies: by,
    reason,
    missing: request.action,
    resource: request.resource.id,
    grantedBy: by.length > 0 ? [] : helpful(grantees(policies, request)),
  });
  // Cedar would read both as U+FFFD, and so take one for another.
  if (!asked.actorId.isWellFormed() || !request.resource.id.isWellFormed()) {
    return deny("expected ids of well-formed Unicode");
  }
  const answer = authorize(asked);
  if (answer.type === "failure") return deny(answer.errors.map((error) => error.message).join("; "));
  const { decision, diagnostics } = answer.response;
  const failed = diagnostics.errors[0];
  if (failed !== undefined) return deny(`policy "${failed.policyId}" failed: ${failed.error.message}`);
  if (decision === "allow") return { allowed: true, policies: diagnostics.reason.toSorted() };
  const forbids = diagnostics.reason.toSorted();
  return forbids.length === 0
    ? deny("no policy permits it")
    : deny(`forbidden by ${forbids.map((name) => `policy "${name}"`).join(", ")}`, forbids);
}

/** Somebody whom one can ask comes before a condition that one may not meet. */
function helpful(all: readonly Grantee[]): readonly Grantee[] {
  const named = all.filter(({ to, conditional }) => to !== "everyone" || !conditional);
  return named.length > 0 ? named : all;
}
