import { type Kysely, sql } from "kysely";
import { Fault, isFault, type Incident } from "#core/domain";
import type { IncidentRepository } from "../store.ts";
import { nextNumber } from "./counter.ts";
import { incidentOf, incidentRow, type IncidentRow, incidents } from "./incident-rows.ts";
import { incidentAlerts } from "./incident-alerts.ts";
import { stormRows } from "./storm-rows.ts";
import { rows } from "./limit.ts";
import type { Tables } from "./tables.ts";

export function incidentRepository(db: Kysely<Tables>): IncidentRepository {
  return {
    ...incidentAlerts(db),
    ...stormRows(db),
    nextId: async () => `inc-${await nextNumber(db, "incidents")}`,
    put: (incident) => put(db, incident),
    async byId(id) {
      return one(await incidents(db).where("id", "=", id).execute());
    },
    async openOfGroup(groupKey) {
      const found = await incidents(db)
        .where((where) => where("open", "=", where.lit(1)))
        .where("group_key", "=", JSON.stringify(groupKey))
        .execute();
      return one(found);
    },
    async latestOfGroup(groupKey) {
      const found = await incidents(db)
        .where("group_key", "=", JSON.stringify(groupKey))
        // In order of their making: inc-10 came after inc-9, also where the clock was set back between.
        .orderBy(sql`length(id)`, "desc")
        .orderBy("id", "desc")
        .limit(1)
        .execute();
      return one(found);
    },
    async ofAlert(alertId) {
      const found = await incidents(db)
        .innerJoin("incident_alerts", "incident_alerts.incident_id", "incidents.id")
        .where("incident_alerts.alert_id", "=", alertId)
        .execute();
      return one(found);
    },
    async listOpen(limit) {
      const found = await incidents(db)
        .where((where) => where("open", "=", where.lit(1)))
        .where("parent", "is", null)
        .orderBy("severity", "desc")
        .orderBy("opened_ms", "desc")
        .orderBy("id")
        .limit(rows(limit))
        .execute();
      return found.map(incidentOf);
    },
    async listResolved(limit) {
      const found = await incidents(db)
        .where("resolved_ms", "is not", null)
        .orderBy("resolved_ms", "desc")
        .orderBy("id")
        .limit(rows(limit))
        .execute();
      return found.map(incidentOf);
    },
    async due(nowMs, limit) {
      const found = await incidents(db)
        .where("due_ms", "<=", nowMs)
        .orderBy("due_ms")
        .orderBy("id")
        .limit(rows(limit))
        .execute();
      return found.map(incidentOf);
    },
    forget: (resolvedBeforeMs, limit) => forget(db, resolvedBeforeMs, rows(limit)),
  };
}

async function forget(db: Kysely<Tables>, resolvedBeforeMs: number, limit: number): Promise<number> {
  const old = await db
    .selectFrom("incidents")
    .select("id")
    .where("resolved_ms", "<", resolvedBeforeMs)
    .orderBy("resolved_ms")
    .limit(limit)
    .execute();
  for (const { id } of old) {
    const links = await db
      .deleteFrom("incident_alerts")
      .where("incident_id", "=", id)
      .returning("alert_id")
      .execute();
    for (const { alert_id: alert } of links) await db.deleteFrom("alerts").where("id", "=", alert).execute();
    await db.deleteFrom("incidents").where("id", "=", id).execute();
  }
  return old.length;
}

async function put(db: Kysely<Tables>, incident: Incident): Promise<void> {
  const row = incidentRow(incident);
  try {
    await db
      .insertInto("incidents")
      .values(row)
      .onConflict((id) => id.column("id").doUpdateSet(row))
      .execute();
  } catch (thrown) {
    if (!isFault(thrown, "conflict")) throw thrown;
    const text = `an incident of this group is unresolved already; ${incident.id} would be a second`;
    throw new Fault("conflict", text, { cause: thrown });
  }
}

function one(found: IncidentRow[]): Incident | undefined {
  return found[0] === undefined ? undefined : incidentOf(found[0]);
}
