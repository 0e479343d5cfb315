import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** The next number of a counter: one that was given in a write that is undone was not given. */
export async function nextNumber(db: Kysely<Tables>, name: Tables["counters"]["name"]): Promise<number> {
  const { value } = await db
    .updateTable("counters")
    .set((set) => ({ value: set("value", "+", 1) }))
    .where("name", "=", name)
    .returning("value")
    .executeTakeFirstOrThrow();
  return value;
}
