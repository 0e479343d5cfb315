import { type Alert, cloudEvent, type CloudEvent, type Incident } from "#core/domain";

/** What happens to an alert, as told on the bus. `subject` of each event is the alert's id. */
export const alertEvents = {
  firing: "fettle.alert.firing",
  raised: "fettle.alert.raised",
  resolved: "fettle.alert.resolved",
} as const;

/** What happens to an incident, as told on the bus. `subject` of each event is the incident's id. */
export const incidentEvents = {
  opened: "fettle.incident.opened",
  changed: "fettle.incident.changed",
  acknowledged: "fettle.incident.acknowledged",
  lapsed: "fettle.incident.lapsed",
  resolved: "fettle.incident.resolved",
  reopened: "fettle.incident.reopened",
} as const;

export type AlertHappening = keyof typeof alertEvents;
export type IncidentHappening = keyof typeof incidentEvents;

export function alertEvent(happening: AlertHappening, alert: Alert, atMs: number, id: string): CloudEvent {
  return cloudEvent({
    id,
    source: "/fettle/alerts",
    type: alertEvents[happening],
    subject: alert.id,
    atMs,
    data: { fingerprint: alert.fingerprint, rule: alert.rule, event: alert.event, severity: alert.severity },
  });
}

/**
 * @param id what makes this happening unique beside the incident: the event that caused it, or a time.
 * @param mention whether people should be called again: the card's edit alone notifies nobody.
 */
export function incidentEvent(
  happening: IncidentHappening,
  incident: Incident,
  told: { readonly atMs: number; readonly id: string; readonly mention: boolean },
): CloudEvent {
  return cloudEvent({
    id: `${incident.id}:${happening}:${told.id}`,
    source: "/fettle/incidents",
    type: incidentEvents[happening],
    subject: incident.id,
    atMs: told.atMs,
    data: { state: incident.state.kind, severity: incident.severity, mention: told.mention },
  });
}
