import { actorId, isFault, messageOf } from "#core/domain";
import type { Clock } from "#core/runtime";
import type { AuditEntry, Repositories, Store } from "#core/store";
import type { Access, AccessRequest } from "./access.ts";
import { Denied } from "./refusal.ts";

/**
 * The one way in which people change anything: asks the policies, writes the audit, does the work.
 * @throws `Denied`, audited too, with the missing right and who has it.
 */
export interface Guard {
  /** Refuses as the others do, and writes no audit: for looking on. */
  expect(request: AccessRequest): void;
  /** Refuses with an audit entry, and does nothing where it is allowed: before a work that must not begin else. */
  demand(request: AccessRequest): Promise<void>;
  /** Work inside the store: its effect and its audit entry are one transaction. */
  inStore<T>(request: AccessRequest, work: (repositories: Repositories) => Promise<T>): Promise<T>;
  /** Work on the world: an entry before it, and one with its outcome after it. */
  outside<T>(request: AccessRequest, work: () => Promise<T>): Promise<T>;
}

export interface GuardOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Asked anew each time: a reload may have changed the policies. */
  readonly access: () => Access;
}

export function openGuard(options: GuardOptions): Guard {
  const { store, clock } = options;

  function entry(
    request: AccessRequest,
    outcome: AuditEntry["outcome"],
    policies: readonly string[],
  ): AuditEntry {
    return {
      atMs: clock.nowMs(),
      actor: actorId(request.actor),
      action: request.action,
      resource: `${request.resource.type.toLowerCase()}:${request.resource.id}`,
      outcome,
      policies,
      detail: request.detail ?? {},
    };
  }

  async function allowedBy(request: AccessRequest): Promise<readonly string[]> {
    const decision = options.access().decide(request);
    if (decision.allowed) return decision.policies;
    await store.write((r) => r.audit.append(entry(request, "denied", decision.policies)));
    throw new Denied(decision, request.actor);
  }

  return {
    expect: (request) => {
      const decision = options.access().decide(request);
      if (!decision.allowed) throw new Denied(decision, request.actor);
    },
    demand: async (request) => {
      await allowedBy(request);
    },
    inStore: async (request, work) => {
      const policies = await allowedBy(request);
      return store.write(async (r) => {
        const result = await work(r);
        await r.audit.append(entry(request, "done", policies));
        return result;
      });
    },
    outside: async (request, work) => {
      const policies = await allowedBy(request);
      await store.write((r) => r.audit.append(entry(request, "allowed", policies)));
      let result;
      try {
        result = await work();
      } catch (thrown) {
        const why = isFault(thrown) ? { fault: thrown.kind, because: messageOf(thrown) } : { fault: "bug" };
        const detail = { ...request.detail, ...why };
        await store.write((r) => r.audit.append({ ...entry(request, "failed", policies), detail }));
        throw thrown;
      }
      // Outside the try: work that was done never failed, even when this entry cannot be written.
      await store.write((r) => r.audit.append(entry(request, "done", policies)));
      return result;
    },
  };
}
