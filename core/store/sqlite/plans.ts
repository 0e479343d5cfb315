import type { Kysely } from "kysely";
import { Fault, isFault, isPlanFinal, type Plan } from "#core/domain";
import type { PlanRepository } from "../repairs.ts";
import { nextNumber } from "./counter.ts";
import { readDocument, writeDocument } from "./document.ts";
import { rows } from "./limit.ts";
import { planShape } from "./repair-shapes.ts";
import { swapRow } from "./swap.ts";
import type { Tables } from "./tables.ts";

export function planRepository(db: Kysely<Tables>): PlanRepository {
  const plans = () => db.selectFrom("plans").select(["id", "document"]);
  const open = () => plans().where("open", "=", 1).orderBy("seq");
  return {
    nextId: async () => `plan-${await nextNumber(db, "plans")}`,
    insert: async (plan) => {
      try {
        await db.insertInto("plans").values(rowOf(plan)).execute();
      } catch (thrown) {
        if (!isFault(thrown, "conflict")) throw thrown;
        throw new Fault(
          "conflict",
          `there is a plan already that is not over; ${plan.id} would be a second`,
          {
            cause: thrown,
          },
        );
      }
    },
    change: (from, to) => swapRow(db, "plans", { from, row: rowOf(to) }),
    byId: async (id) => one(await plans().where("id", "=", id).execute()),
    ofIncident: async (incident, limit) => {
      const found = await plans()
        .where("incident", "=", incident)
        .orderBy("seq", "desc")
        .limit(rows(limit))
        .execute();
      return found.map(planOf);
    },
    openOf: async (incident) => one(await open().where("incident", "=", incident).execute()),
    listOpen: async (limit) => (await open().limit(rows(limit)).execute()).map(planOf),
    approved: async (limit) =>
      (await open().where("approved", "=", 1).limit(rows(limit)).execute()).map(planOf),
    due: async (nowMs, limit) => {
      const found = await open().where("expires_ms", "<=", nowMs).limit(rows(limit)).execute();
      return found.map(planOf);
    },
  };
}

type PlanRow = Pick<Tables["plans"], "id" | "document">;

function planOf(row: PlanRow): Plan {
  return readDocument(planShape, row.document, { table: "plans", id: row.id });
}

function one(found: PlanRow[]): Plan | undefined {
  return found[0] === undefined ? undefined : planOf(found[0]);
}

function rowOf(plan: Plan): Tables["plans"] {
  return {
    id: plan.id,
    seq: numberOf(plan.id),
    incident: plan.subject.kind === "incident" ? plan.subject.id : null,
    open: isPlanFinal(plan.state) ? 0 : 1,
    approved: plan.state.kind === "approved" ? 1 : 0,
    expires_ms: plan.expiresMs,
    document: writeDocument(planShape, plan, { table: "plans", id: plan.id }),
  };
}

/** In order of their making, whatever the clock says. */
export function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf("-") + 1));
}
