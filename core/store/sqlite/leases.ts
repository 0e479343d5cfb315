import { type Kysely, sql } from "kysely";
import { Fault } from "#core/domain";
import type { Lease, LeaseRepository } from "../store.ts";
import type { Tables } from "./tables.ts";

/** Each change is one statement that compares and sets; a released lease keeps its row, so that fences go on growing. */
export function leaseRepository(db: Kysely<Tables>): LeaseRepository {
  return {
    async acquire({ name, holder, nowMs, lastsMs }) {
      if (!Number.isSafeInteger(lastsMs) || lastsMs <= 0) {
        throw new Fault("invalid", `a lease must last a whole number of ms above 0, not ${lastsMs}`);
      }
      const row = await db
        .insertInto("leases")
        .values({ name, holder, fence: 1, expires_ms: nowMs + lastsMs })
        .onConflict((known) =>
          known
            .column("name")
            .doUpdateSet({
              holder,
              expires_ms: nowMs + lastsMs,
              // Its holder's still: the same right goes on. Otherwise a new one begins.
              fence: sql`leases.fence + case when leases.expires_ms > ${nowMs} then 0 else 1 end`,
            })
            .where((free) =>
              free.or([free("leases.holder", "=", holder), free("leases.expires_ms", "<=", nowMs)]),
            ),
        )
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? undefined : leaseOf(row);
    },
    async assertFence(name, fence, nowMs) {
      // An update that changes nothing: where writers are many it holds the row until the commit.
      const held = await db
        .updateTable("leases")
        .set({ fence })
        .where("name", "=", name)
        .where("fence", "=", fence)
        .where("expires_ms", ">", nowMs)
        .returning("fence")
        .executeTakeFirst();
      if (held !== undefined) return;
      const now = await db.selectFrom("leases").selectAll().where("name", "=", name).executeTakeFirst();
      throw new Fault("conflict", `lease ${name} with fence ${fence} is over: ${standing(now, fence)}`);
    },
    async release(name, holder, fence) {
      await db
        .updateTable("leases")
        .set({ expires_ms: 0 })
        .where("name", "=", name)
        .where("holder", "=", holder)
        .where("fence", "=", fence)
        .execute();
    },
  };
}

function standing(row: Tables["leases"] | undefined, fence: number): string {
  if (row === undefined) return "nobody ever had it";
  if (row.fence !== fence) return `${row.holder} has had it since, with fence ${row.fence}`;
  return "it expired or was given back";
}

function leaseOf(row: Tables["leases"]): Lease {
  return { name: row.name, holder: row.holder, fence: row.fence, expiresMs: row.expires_ms };
}
