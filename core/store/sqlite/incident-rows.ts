import { Fault, isOpen, type Incident, type IncidentState } from "#core/domain";
import type { Kysely } from "kysely";
import { readDocument, writeDocument } from "./document.ts";
import { incidentShape } from "./shapes.ts";
import type { Tables } from "./tables.ts";

export type IncidentRow = Pick<Tables["incidents"], "id" | "document">;

export function incidents(db: Kysely<Tables>) {
  return db.selectFrom("incidents").select(["incidents.id", "incidents.document"]);
}

/** @throws Fault `invalid` for a row that is not the incident that was written. */
export function incidentOf(row: IncidentRow): Incident {
  const incident = readDocument(incidentShape, row.document, { table: "incidents", id: row.id });
  if (incident.id === row.id) return incident;
  throw new Fault(
    "invalid",
    `incidents row "${row.id}" is damaged: it holds another incident; restore a backup`,
  );
}

export function incidentRow(incident: Incident): Tables["incidents"] {
  return {
    document: writeDocument(incidentShape, incident, { table: "incidents", id: incident.id }),
    id: incident.id,
    // As JSON: a group key may hold label values, and those any character.
    group_key: JSON.stringify(incident.groupKey),
    open: isOpen(incident.state) ? 1 : 0,
    severity: incident.severity,
    opened_ms: incident.openedMs,
    due_ms: dueMs(incident.state),
    resolved_ms: incident.state.kind === "resolved" ? incident.state.atMs : null,
    parent: incident.parent,
  };
}

/** When something is to be done about this state although nobody does anything. */
function dueMs(state: IncidentState): number | null {
  switch (state.kind) {
    case "gathering":
      return state.untilMs;
    case "acknowledged":
      return state.asksAtMs ?? state.lapsesAtMs;
    case "open":
    case "resolved":
      return null;
  }
}
