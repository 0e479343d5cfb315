import type { Kysely } from "kysely";
import { Fault, isFault, isRunFinal, type Run } from "#core/domain";
import type { RunRepository } from "../repairs.ts";
import { nextNumber } from "./counter.ts";
import { readDocument, writeDocument } from "./document.ts";
import { rows } from "./limit.ts";
import { numberOf } from "./plans.ts";
import { runShape } from "./repair-shapes.ts";
import { swapRow } from "./swap.ts";
import type { Tables } from "./tables.ts";

export function runRepository(db: Kysely<Tables>): RunRepository {
  const runs = () => db.selectFrom("runs").select(["id", "document"]);
  return {
    nextId: async () => `run-${await nextNumber(db, "runs")}`,
    insert: async (run) => {
      try {
        await db.insertInto("runs").values(rowOf(run)).execute();
      } catch (thrown) {
        if (!isFault(thrown, "conflict")) throw thrown;
        throw new Fault("conflict", `${run.plan} has been run already; ${run.id} would be a second`, {
          cause: thrown,
        });
      }
    },
    change: (from, to) => swapRow(db, "runs", { from, row: rowOf(to) }),
    byId: async (id) => one(await runs().where("id", "=", id).execute()),
    ofPlan: async (plan) => one(await runs().where("plan", "=", plan).execute()),
    listOpen: async (limit) =>
      (await runs().where("open", "=", 1).orderBy("seq").limit(rows(limit)).execute()).map(runOf),
    list: async (limit) => (await runs().orderBy("seq", "desc").limit(rows(limit)).execute()).map(runOf),
    counts: async ({ runbook, target, sinceMs }) => {
      const found = await db
        .selectFrom("runs")
        .where("runbook", "=", JSON.stringify(runbook))
        .where("target", "=", target)
        .select((of) => [
          of.fn.max("ended_ms").as("ended"),
          of.fn.countAll<number>().filterWhere("started_ms", ">", sinceMs).as("started"),
        ])
        .executeTakeFirstOrThrow();
      return { lastEndedMs: found.ended, started: found.started };
    },
    history: async ({ runbook, target, limit }) => {
      const found = await runs()
        .where("runbook", "=", JSON.stringify(runbook))
        .where("target", "=", target)
        .where("open", "=", 0)
        .orderBy("seq", "desc")
        .limit(rows(limit))
        .execute();
      return found.map(runOf);
    },
  };
}

type RunRow = Pick<Tables["runs"], "id" | "document">;

function runOf(row: RunRow): Run {
  return readDocument(runShape, row.document, { table: "runs", id: row.id });
}

function one(found: RunRow[]): Run | undefined {
  return found[0] === undefined ? undefined : runOf(found[0]);
}

function rowOf(run: Run): Tables["runs"] {
  return {
    id: run.id,
    seq: numberOf(run.id),
    plan: run.plan,
    // As JSON: a runbook's name may hold any character.
    runbook: JSON.stringify(run.runbook),
    target: run.target,
    open: isRunFinal(run.state) ? 0 : 1,
    started_ms: run.startedMs,
    ended_ms: run.receipt?.endedMs ?? null,
    document: writeDocument(runShape, run, { table: "runs", id: run.id }),
  };
}
