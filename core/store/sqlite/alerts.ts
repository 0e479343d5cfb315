import type { Kysely } from "kysely";
import { Fault, isFault, isFiring, type Alert } from "#core/domain";
import type { AlertRepository } from "../store.ts";
import { readDocument, writeDocument } from "./document.ts";
import { rows } from "./limit.ts";
import { alertShape } from "./shapes.ts";
import type { Tables } from "./tables.ts";

export function alertRepository(db: Kysely<Tables>): AlertRepository {
  return {
    async put(alert) {
      const row = alertRow(alert);
      try {
        await db
          .insertInto("alerts")
          .values(row)
          .onConflict((id) => id.column("id").doUpdateSet(row))
          .execute();
      } catch (thrown) {
        if (!isFault(thrown, "conflict")) throw thrown;
        const text = `an alert of fingerprint ${alert.fingerprint} is firing already; ${alert.id} would be a second`;
        throw new Fault("conflict", text, { cause: thrown });
      }
    },
    async byId(id) {
      return one(await db.selectFrom("alerts").select(columns).where("id", "=", id).execute());
    },
    async firing(fingerprint) {
      return one(await firing(db).where("fingerprint", "=", fingerprint).execute());
    },
    async firingRules() {
      const found = await db
        .selectFrom("alerts")
        .select("rule")
        .distinct()
        .where((where) => where("firing", "=", where.lit(1)))
        .orderBy("rule")
        .execute();
      return found.map(({ rule }) => rule);
    },
    async countFiring(rule) {
      const { count } = await db
        .selectFrom("alerts")
        .select((select) => select.fn.countAll().as("count"))
        .where((where) => where("firing", "=", where.lit(1)))
        .where("rule", "=", rule)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async firingOf(rule, seenBeforeMs, limit) {
      const found = await firing(db)
        .where("rule", "=", rule)
        .where("seen_ms", "<", seenBeforeMs)
        .orderBy("seen_ms")
        .orderBy("id")
        .limit(rows(limit))
        .execute();
      return found.map(alertOf);
    },
    async listFiring(limit) {
      const found = await firing(db)
        .orderBy("severity", "desc")
        .orderBy("since_ms", "desc")
        .orderBy("id")
        .limit(rows(limit))
        .execute();
      return found.map(alertOf);
    },
  };
}

const columns = ["alerts.id", "alerts.document"] as const;

/** `firing = 1` is written out, not bound: only then the partial indexes are used. */
function firing(db: Kysely<Tables>) {
  return db
    .selectFrom("alerts")
    .select(columns)
    .where((where) => where("firing", "=", where.lit(1)));
}

/** @throws Fault `invalid` for a row that is not the alert that was written. */
export function alertOf(row: { id: string; document: string }): Alert {
  const place = { table: "alerts", id: row.id };
  const alert = readDocument(alertShape, row.document, place);
  if (alert.id === row.id) return alert;
  throw new Fault("invalid", `alerts row "${row.id}" is damaged: it holds another alert; restore a backup`);
}

function one(found: { id: string; document: string }[]): Alert | undefined {
  return found[0] === undefined ? undefined : alertOf(found[0]);
}

function alertRow(alert: Alert): Tables["alerts"] {
  return {
    document: writeDocument(alertShape, alert, { table: "alerts", id: alert.id }),
    id: alert.id,
    fingerprint: alert.fingerprint,
    rule: alert.rule,
    firing: isFiring(alert) ? 1 : 0,
    severity: alert.severity,
    since_ms: alert.state.sinceMs,
    seen_ms: alert.seenMs,
  };
}
