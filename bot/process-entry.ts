import { actorId } from "#core/domain";
import type { AuditEntry } from "#core/store";

/** The audit entry of something that befell the process: who reads the trail sees who started it, and with what. */
export function processEntry(told: {
  readonly action: string;
  readonly resource: string;
  readonly uid: number;
  readonly nowMs: number;
  readonly detail?: AuditEntry["detail"];
}): AuditEntry {
  const { action, resource, uid, nowMs: atMs, detail = {} } = told;
  return {
    atMs,
    actor: actorId({ kind: "local", uid }),
    action,
    resource,
    outcome: "done",
    policies: [],
    detail,
  };
}
