import { isDeepStrictEqual } from "node:util";
import type { Kysely } from "kysely";
import { Fault } from "#core/domain";
import { parseJson } from "./document.ts";
import type { Tables } from "./tables.ts";

/**
 * The row that a change may be set on: the text of the document that is `from`, to be compared once more in the
 * statement that sets.
 * @throws Fault `conflict` where it is something else by now, or not there.
 */
export async function expectRow(
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

export function changedMeanwhile(id: string): Fault {
  return new Fault("conflict", `${id} has changed meanwhile; look at it and try again`);
}
