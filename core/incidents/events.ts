import { type Alert, cloudEvent, type CloudEvent, Fault, type Incident, type Severity } from "#core/domain";
import { z } from "zod";

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
  /** Whoever acknowledged it is to be asked whether they are still on it. */
  asked: "fettle.incident.asked",
  /** Somebody said something about it. */
  noted: "fettle.incident.noted",
  /** Given back by whoever had acknowledged it. */
  returned: "fettle.incident.returned",
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

/** What an incident's event says beside its id. */
export interface IncidentNews {
  readonly state: Incident["state"]["kind"];
  readonly severity: Severity;
  /** Whether people should be called again: the card's edit alone notifies nobody. */
  readonly mention: boolean;
  /** Set when the severity rose. */
  readonly worse?: boolean;
  /** Actor id of whoever did it; absent where nobody did. */
  readonly by?: string;
  /** What they said about it. */
  readonly note?: string;
  /** Actor id of whoever was on it when it ended by itself. */
  readonly had?: string;
}

export interface Telling {
  readonly atMs: number;
  /** What makes this happening unique beside the incident: the event that caused it, or a time. */
  readonly id: string;
  readonly mention: boolean;
  readonly worse?: boolean;
  readonly by?: string;
  readonly note?: string;
  readonly had?: string;
}

export function incidentEvent(
  happening: IncidentHappening,
  incident: Incident,
  { atMs, id, ...told }: Telling,
): CloudEvent<IncidentNews> {
  return cloudEvent({
    id: `${incident.id}:${happening}:${id}`,
    source: "/fettle/incidents",
    type: incidentEvents[happening],
    subject: incident.id,
    atMs,
    data: { state: incident.state.kind, severity: incident.severity, ...told },
  });
}

const newsShape = z.object({
  state: z.enum(["gathering", "open", "acknowledged", "resolved"]),
  severity: z.literal([1, 2, 3, 4, 5]),
  mention: z.boolean(),
  worse: z.boolean().optional(),
  by: z.string().optional(),
  note: z.string().optional(),
  had: z.string().optional(),
});

/** What an event of an incident says. @throws Fault `invalid` for one that says something else. */
export function newsOf({ id, data }: CloudEvent): z.output<typeof newsShape> {
  const read = newsShape.safeParse(data);
  if (read.success) return read.data;
  throw new Fault("invalid", `event ${id} does not say what befell its incident`);
}
