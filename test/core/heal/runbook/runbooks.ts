import { localTarget, type Alert, type Incident } from "#core/domain";
import { type Facts, openShelf, type Runbook } from "#core/heal";
import { formatFileFault } from "#core/domain";

/** The two of the design, the second without what is not available yet. */
export const short = `on event "disk_full" {
  exec "df -h /data" -> parse("Use%: ([0-9]+)%") > 95
  then [
    rotate_logs("/var/log/app/*.log", keep: 7),
    scale_up("log-cleaner-job", replicas: 1)
  ]
}
`;
export const full = `runbook "free the data volume" {
  on event "disk_full" where incident.severity >= 3
  check exec "df --output=pcent /data" with read "/data" -> parse("([0-9]+)%") > 95
  approve 2 of "oncall-db" within 15m
  then [
    rotate_logs("/var/log/app/*.log", keep: 7),
    exec "clean-spool --older 7d" with write "/data/spool"
  ]
  verify within 5m every 15s hold 2m {
    exec "df --output=pcent /data" with read "/data" -> parse("([0-9]+)%") < 80
    http "https://{{ target.address }}/healthz" status == 200
    metric 'error_rate_5m{host="{{ target.name }}"}' < 0.01
  }
  cooldown 30m
  limit 3 per 1h
}
`;

/** Mistakes of a text, `line:column message`; empty where there is none. */
export function mistakesIn(text: string, events: readonly string[] = ["disk_full"]): string[] {
  const read = openShelf([{ file: "/books/a.runbook", text, folder: "/books" }], { events });
  if (read.ok) return [];
  return read.faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

export function shelved(text: string, events: readonly string[] = ["disk_full"]): readonly Runbook[] {
  const read = openShelf([{ file: "/books/a.runbook", text, folder: "/books" }], { events });
  if (!read.ok) throw new Error(read.faults.map(formatFileFault).join("\n"));
  return read.shelf.runbooks;
}

export const alert: Alert = {
  id: "al-1",
  fingerprint: "f",
  rule: "disk",
  event: "disk_full",
  severity: 3,
  subject: "web-01",
  by: { volume: "/data" },
  labels: { env: "prod" },
  semantics: [],
  summary: "full",
  count: 1,
  seenMs: 0,
  state: { kind: "firing", sinceMs: 0 },
};

export const incident: Incident = {
  id: "inc-7",
  groupKey: "g",
  title: "disk_full",
  severity: 3,
  labels: { env: "prod" },
  parent: null,
  openedMs: 0,
  changedMs: 0,
  state: { kind: "open", sinceMs: 0 },
};

export const facts: Facts = { target: localTarget, incident, alert };
