import type { Kysely } from "kysely";
import type { PauseRepository } from "../repairs.ts";
import { readDocument, writeDocument } from "./document.ts";
import { pauseShape } from "./repair-shapes.ts";
import type { Tables } from "./tables.ts";

export function pauseRepository(db: Kysely<Tables>): PauseRepository {
  return {
    put: async (pause) => {
      const scope = nameOf(pause.scope);
      const row = { scope, document: writeDocument(pauseShape, pause, { table: "pauses", id: scope }) };
      await db
        .insertInto("pauses")
        .values(row)
        .onConflict((known) => known.column("scope").doUpdateSet(row))
        .execute();
    },
    remove: async (scope) => {
      const gone = await db
        .deleteFrom("pauses")
        .where("scope", "=", nameOf(scope))
        .returning("scope")
        .executeTakeFirst();
      return gone !== undefined;
    },
    list: async () => {
      const found = await db.selectFrom("pauses").selectAll().orderBy("scope").execute();
      return found.map(({ scope, document }) =>
        readDocument(pauseShape, document, { table: "pauses", id: scope }),
      );
    },
  };
}

/** A scope as it is sorted by: everything before any target, which has a name of at least one character. */
function nameOf(scope: string | null): string {
  return scope ?? "";
}
