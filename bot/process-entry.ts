import { actorId } from "#core/domain";
import type { AuditEntry } from "#core/store";

/** The audit entry of a start: whoever reads the trail sees who ran Fettle when. */
export function processStarted(start: { pid: number; uid: number; nowMs: number }): AuditEntry {
  return {
    atMs: start.nowMs,
    actor: actorId({ kind: "local", uid: start.uid }),
    action: "process.start",
    resource: `process:${start.pid}`,
    outcome: "done",
    policies: [],
    detail: {},
  };
}
