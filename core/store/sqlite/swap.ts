import { isDeepStrictEqual } from "node:util";
import type { Kysely } from "kysely";
import { Fault } from "#core/domain";
import { parseJson } from "./document.ts";
import type { Tables } from "./tables.ts";

/**
 * Sets a row on `row` where it is `from` still.
 * @throws Fault `conflict` where it is something else by now, or not there.
 */
export async function swapRow<Table extends "plans" | "runs">(
  db: Kysely<Tables>,
  table: Table,
  { from, row }: { from: { readonly id: string }; row: Tables[Table] },
): Promise<void> {
  const known = await expectRow(db, table, from);
  const { seq: _, ...columns } = row;
  const changed = await db
    .updateTable<"plans" | "runs">(table)
    .set(columns)
    .where("id", "=", from.id)
    .where("document", "=", known)
    .returning("id")
    .executeTakeFirst();
  if (changed === undefined) throw changedMeanwhile(from.id);
}

/** The text of the document that is `from`, to be compared once more in the statement that sets. */
async function expectRow(
  db: Kysely<Tables>,
  table: "plans" | "runs",
  from: { readonly id: string },
): Promise<string> {
  const row = await db.selectFrom(table).select("document").where("id", "=", from.id).executeTakeFirst();
  if (row !== undefined && isDeepStrictEqual(parseJson(row.document, { table, id: from.id }), from)) {
    return row.document;
  }
  throw changedMeanwhile(from.id);
}

function changedMeanwhile(id: string): Fault {
  return new Fault("conflict", `${id} has changed meanwhile; look at it and try again`);
}
