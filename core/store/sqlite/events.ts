import type { Kysely } from "kysely";
import type { Clock } from "#core/runtime";
import { Fault } from "#core/domain";
import type { EventRepository, StoredEvent } from "../store.ts";
import { readDocument, writeDocument } from "./document.ts";
import { rows } from "./limit.ts";
import { eventShape } from "./shapes.ts";
import type { Tables } from "./tables.ts";

export interface EventOptions {
  readonly clock: Clock;
  /** Called for each event that is new. */
  readonly onAppend: () => void;
}

/** `seq` counts without gaps; the counter outlives pruned events, so that none is given twice. */
export function eventRepository(db: Kysely<Tables>, options: EventOptions): EventRepository {
  return {
    async append(event) {
      const seq = (await lastSeq(db)) + 1;
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("events")
        .values({
          seq,
          source: event.source,
          id: event.id,
          at_ms: options.clock.nowMs(),
          document: writeDocument(eventShape, event, { table: "events", id: event.id }),
        })
        .onConflict((known) => known.columns(["source", "id"]).doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 0n) return false;
      await db.updateTable("counters").set({ value: seq }).where("name", "=", "events").execute();
      options.onAppend();
      return true;
    },
    async after(seq, limit) {
      const found = await db
        .selectFrom("events")
        .select(["seq", "document"])
        .where("seq", ">", seq)
        .orderBy("seq")
        .limit(rows(limit))
        .execute();
      return found.map(eventOf);
    },
    async firstSeqAfter(seq) {
      const row = await db
        .selectFrom("events")
        .select("seq")
        .where("seq", ">", seq)
        .orderBy("seq")
        .limit(1)
        .executeTakeFirst();
      return row?.seq;
    },
    lastSeq: () => lastSeq(db),
    offset: (consumer) => offset(db, consumer),
    advance: (consumer, from, to) => advance(db, consumer, { from, to }),
    prune: (old) => prune(db, { ...old, limit: rows(old.limit) }),
  };
}

async function lastSeq(db: Kysely<Tables>): Promise<number> {
  const { value } = await db
    .selectFrom("counters")
    .select("value")
    .where("name", "=", "events")
    .executeTakeFirstOrThrow();
  return value;
}

async function offset(db: Kysely<Tables>, consumer: string): Promise<number | undefined> {
  const row = await db
    .selectFrom("consumers")
    .select("seq")
    .where("consumer", "=", consumer)
    .executeTakeFirst();
  return row?.seq;
}

async function advance(
  db: Kysely<Tables>,
  consumer: string,
  move: { from: number | undefined; to: number },
): Promise<boolean> {
  const { from, to } = move;
  if (!Number.isSafeInteger(to) || to < (from ?? 0)) {
    throw new Fault("invalid", `consumer ${consumer} moves on from ${from ?? 0} only, not to ${to}`);
  }
  if (from === undefined) {
    const made = await db
      .insertInto("consumers")
      .values({ consumer, seq: to })
      .onConflict((known) => known.column("consumer").doNothing())
      .executeTakeFirstOrThrow();
    return made.numInsertedOrUpdatedRows === 1n;
  }
  const moved = await db
    .updateTable("consumers")
    .set({ seq: to })
    .where("consumer", "=", consumer)
    .where("seq", "=", from)
    .executeTakeFirstOrThrow();
  return moved.numUpdatedRows === 1n;
}

async function prune(
  db: Kysely<Tables>,
  { beforeMs, consumers, limit }: { beforeMs: number; consumers: readonly string[]; limit: number },
): Promise<number> {
  const offsets = await Promise.all(consumers.map((consumer) => offset(db, consumer)));
  const slowest = Math.min(Number.MAX_SAFE_INTEGER, ...offsets.map((seq) => seq ?? 0));
  const { numDeletedRows } = await db
    .deleteFrom("events")
    .where("seq", "in", (old) =>
      old
        .selectFrom("events")
        .select("seq")
        .where("at_ms", "<", beforeMs)
        .where("seq", "<=", slowest)
        .orderBy("seq")
        .limit(limit),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

function eventOf(row: { seq: number; document: string }): StoredEvent {
  const place = { table: "events", id: String(row.seq) };
  return { seq: row.seq, event: readDocument(eventShape, row.document, place) };
}
