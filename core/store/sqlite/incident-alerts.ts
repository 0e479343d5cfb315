import type { Kysely } from "kysely";
import type { IncidentRepository } from "../store.ts";
import { alertOf } from "./alerts.ts";
import { rows } from "./limit.ts";
import type { Tables } from "./tables.ts";

/** Which alerts belong to which incident. */
export function incidentAlerts(
  db: Kysely<Tables>,
): Pick<IncidentRepository, "attach" | "alertsOf" | "countAlerts"> {
  return {
    async attach(incidentId, alertId) {
      await db
        .insertInto("incident_alerts")
        .values({ incident_id: incidentId, alert_id: alertId })
        .onConflict((alert) => alert.column("alert_id").doUpdateSet({ incident_id: incidentId }))
        .execute();
    },
    async alertsOf(incidentId, limit) {
      const found = await attached(db, incidentId)
        .select(["alerts.id", "alerts.document"])
        .orderBy("alerts.firing", "desc")
        .orderBy("alerts.severity", "desc")
        .orderBy("alerts.since_ms", "desc")
        .orderBy("alerts.id")
        .limit(rows(limit))
        .execute();
      return found.map(alertOf);
    },
    async countAlerts(incidentId) {
      const count = await attached(db, incidentId)
        .select((select) => [
          select.fn.countAll().as("all"),
          select.fn.coalesce(select.fn.sum("alerts.firing"), select.lit(0)).as("firing"),
        ])
        .executeTakeFirstOrThrow();
      return { firing: Number(count.firing), all: Number(count.all) };
    },
  };
}

function attached(db: Kysely<Tables>, incidentId: string) {
  return db
    .selectFrom("incident_alerts")
    .innerJoin("alerts", "alerts.id", "incident_alerts.alert_id")
    .where((where) =>
      where.or([
        where("incident_alerts.incident_id", "=", incidentId),
        where(
          "incident_alerts.incident_id",
          "in",
          where.selectFrom("incidents").select("id").where("parent", "=", incidentId),
        ),
      ]),
    );
}
