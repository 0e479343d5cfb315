/**
 * The tables as queries see them. `document` is the noun as JSON; the columns beside it are copies of what
 * is searched by. Flags are 0 or 1, times whole milliseconds.
 */
export interface Tables {
  counters: { name: "events" | "incidents" | "posts" | "plans" | "runs"; value: number };
  alerts: {
    id: string;
    fingerprint: string;
    rule: string;
    firing: number;
    severity: number;
    since_ms: number;
    seen_ms: number;
    document: string;
  };
  incidents: {
    id: string;
    group_key: string;
    open: number;
    severity: number;
    opened_ms: number;
    due_ms: number | null;
    resolved_ms: number | null;
    parent: string | null;
    document: string;
  };
  incident_alerts: { alert_id: string; incident_id: string };
  events: { seq: number; source: string; id: string; at_ms: number; document: string };
  consumers: { consumer: string; seq: number };
  checkpoints: { source: string; stream: string; position: string; at_ms: number };
  rule_states: { rule: string; hash: string; key: string; state: string };
  leases: { name: string; holder: string; fence: number; expires_ms: number };
  posts: {
    key: string;
    seq: number;
    subject: string;
    todo: string | null;
    due_ms: number;
    changed_ms: number;
    place: string | null;
    channel: string;
    top: number;
    document: string;
  };
  plans: {
    id: string;
    seq: number;
    incident: string | null;
    open: number;
    approved: number;
    expires_ms: number;
    document: string;
  };
  runs: {
    id: string;
    seq: number;
    plan: string;
    runbook: string;
    target: string;
    open: number;
    started_ms: number;
    ended_ms: number | null;
    document: string;
  };
  pauses: { scope: string; document: string };
  audit: {
    seq: number;
    at_ms: number;
    actor: string;
    action: string;
    resource: string;
    outcome: string;
    policies: string;
    detail: string;
    mac: string;
  };
}
