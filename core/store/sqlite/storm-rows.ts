import type { Kysely } from "kysely";
import type { IncidentRepository } from "../store.ts";
import { incidentOf, incidents } from "./incident-rows.ts";
import { rows } from "./limit.ts";
import type { Tables } from "./tables.ts";

/** Which incidents are parts of a storm, and which may become. */
export function stormRows(
  db: Kysely<Tables>,
): Pick<IncidentRepository, "openedSince" | "childrenOf" | "countChildren"> {
  return {
    async openedSince(sinceMs, limit) {
      const found = await incidents(db)
        .where((where) => where("open", "=", where.lit(1)))
        .where("parent", "is", null)
        .where("opened_ms", ">=", sinceMs)
        .orderBy("opened_ms")
        .orderBy("id")
        .limit(rows(limit))
        .execute();
      return found.map(incidentOf);
    },
    async childrenOf(parent, limit) {
      const found = await incidents(db)
        .where("parent", "=", parent)
        .orderBy("open", "desc")
        .orderBy("severity", "desc")
        .orderBy("opened_ms", "desc")
        .orderBy("id")
        .limit(rows(limit))
        .execute();
      return found.map(incidentOf);
    },
    async countChildren(parent) {
      const count = await db
        .selectFrom("incidents")
        .select((select) => [
          select.fn.countAll().as("all"),
          select.fn.coalesce(select.fn.sum("open"), select.lit(0)).as("open"),
          select.fn.coalesce(select.fn.max("opened_ms"), select.lit(0)).as("newest"),
        ])
        .where("parent", "=", parent)
        .executeTakeFirstOrThrow();
      return { open: Number(count.open), all: Number(count.all), newestMs: count.newest };
    },
  };
}
