import type { Kysely } from "kysely";
import type { CheckpointRepository } from "../store.ts";
import { parseJson, writeDocument } from "./document.ts";
import { anyShape } from "./shapes.ts";
import type { Tables } from "./tables.ts";

export function checkpointRepository(db: Kysely<Tables>): CheckpointRepository {
  return {
    async list(source) {
      const found = await db
        .selectFrom("checkpoints")
        .selectAll()
        .where("source", "=", source)
        .orderBy("stream")
        .execute();
      return found.map((row) => ({
        source: row.source,
        stream: row.stream,
        position: parseJson(row.position, place(row)),
        atMs: row.at_ms,
      }));
    },
    async put(checkpoint) {
      const { source, stream, atMs } = checkpoint;
      const row = {
        source,
        stream,
        position: writeDocument(anyShape, checkpoint.position, place(checkpoint)),
        at_ms: atMs,
      };
      await db
        .insertInto("checkpoints")
        .values(row)
        .onConflict((known) => known.columns(["source", "stream"]).doUpdateSet(row))
        .execute();
    },
    async remove(source, stream) {
      await db.deleteFrom("checkpoints").where("source", "=", source).where("stream", "=", stream).execute();
    },
  };
}

function place(of: { source: string; stream: string }): { table: string; id: string } {
  return { table: "checkpoints", id: `${of.source} ${of.stream}` };
}
