import { cloudEvent, type Alert, type CloudEvent, type Incident } from "#core/domain";
import type { AuditEntry } from "#core/store";

/** Sound examples; a test changes what it is about. */
export function anAlert(change: Partial<Alert> = {}): Alert {
  return {
    id: "al-1",
    fingerprint: "f-1",
    rule: "disk-full",
    event: "disk_full",
    severity: 3,
    subject: "web-01",
    by: { host: "web-01" },
    labels: { env: "prod" },
    semantics: ["disk"],
    summary: "disk /data is 97 % full",
    count: 1,
    seenMs: 1000,
    state: { kind: "firing", sinceMs: 1000 },
    ...change,
  };
}

export function anIncident(change: Partial<Incident> = {}): Incident {
  return {
    id: "inc-1",
    groupKey: "disk-full prod",
    title: "disk full",
    severity: 3,
    labels: { env: "prod" },
    parent: null,
    openedMs: 1000,
    changedMs: 1000,
    state: { kind: "open", sinceMs: 1000 },
    ...change,
  };
}

export function anEvent(id: string, data: unknown = {}): CloudEvent {
  return cloudEvent({
    id,
    source: "/fettle/inspect",
    type: "fettle.alert.firing",
    subject: "al-1",
    atMs: 1000,
    data,
  });
}

export function anEntry(change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    atMs: 1000,
    actor: "slack:T1/U1",
    action: "incident.acknowledge",
    resource: "incident:inc-1",
    outcome: "done",
    policies: ["oncall"],
    detail: { severity: 4, note: "on it", again: false, parent: null },
    ...change,
  };
}
