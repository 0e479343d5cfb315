import type { Kysely } from "kysely";
import { Fault } from "#core/domain";
import type { Clock } from "#core/runtime";
import type { Post, PostRepository } from "../posts.ts";
import { nextNumber } from "./counter.ts";
import { readDocument, writeDocument } from "./document.ts";
import { rows } from "./limit.ts";
import { postShape } from "./shapes.ts";
import type { Tables } from "./tables.ts";

export function postRepository(db: Kysely<Tables>, clock: Clock): PostRepository {
  return {
    add: (post) => add(db, post, clock.nowMs()),
    async put(post) {
      const done = await db
        .updateTable("posts")
        .set(columnsOf(post, clock.nowMs()))
        .where("key", "=", post.key)
        .returning("key")
        .executeTakeFirst();
      if (done === undefined) throw new Fault("missing", `there is no post ${JSON.stringify(post.key)}`);
    },
    async byKey(key) {
      return (await posts(db).where("key", "=", key).execute()).map(postOf)[0];
    },
    async byPlace(channelId, ts) {
      const found = await posts(db).where("place", "=", placeOf(channelId, ts)).execute();
      return found.map(postOf)[0];
    },
    async ofSubject(subject, limit) {
      const found = await posts(db)
        .where("subject", "=", subject)
        .orderBy("seq")
        .limit(rows(limit))
        .execute();
      return found.map(postOf);
    },
    async channelsToSend(nowMs, limit) {
      const found = await due(db, "send", nowMs).select("channel").distinct().limit(rows(limit)).execute();
      return found.map(({ channel }) => channel);
    },
    async toSend(channel, nowMs, limit) {
      const found = await due(db, "send", nowMs)
        .select(["key", "document"])
        .where("channel", "=", channel)
        .orderBy("top", "desc")
        .orderBy("seq")
        .limit(rows(limit))
        .execute();
      return found.map(postOf);
    },
    async toEdit(nowMs, limit) {
      const found = await due(db, "edit", nowMs)
        .select(["key", "document"])
        .orderBy("due_ms")
        .orderBy("seq")
        .limit(rows(limit))
        .execute();
      return found.map(postOf);
    },
    async failed(limit) {
      const found = await posts(db)
        .where("todo", "=", "none: failed")
        .orderBy("seq", "desc")
        .limit(rows(limit))
        .execute();
      return found.map(postOf);
    },
    async countWaiting() {
      const { count } = await db
        .selectFrom("posts")
        .select((select) => select.fn.countAll().as("count"))
        .where("todo", "in", ["send", "edit"])
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    forget: (unchangedSinceMs, limit) => forget(db, unchangedSinceMs, rows(limit)),
  };
}

/** What is to be done about a post; `failed` ones keep a place in the index, so that people find them. */
function todoOf({ state, wanted }: Post): "send" | "edit" | "none: failed" | null {
  switch (state.kind) {
    case "waiting":
    case "sending":
      return "send";
    case "sent":
      return state.shown < wanted ? "edit" : null;
    case "refused":
    case "unknown":
      return "none: failed";
  }
}

async function add(db: Kysely<Tables>, post: Post, nowMs: number): Promise<boolean> {
  const seq = await nextNumber(db, "posts");
  const added = await db
    .insertInto("posts")
    .values({ key: post.key, seq, ...columnsOf(post, nowMs) })
    .onConflict((known) => known.column("key").doNothing())
    .returning("key")
    .executeTakeFirst();
  return added !== undefined;
}

/** Also what was written in the future: the clock was set back since, and nobody knows when it is due. */
function due(db: Kysely<Tables>, what: "send" | "edit", nowMs: number) {
  return db
    .selectFrom("posts")
    .where("todo", "=", what)
    .where((where) => where.or([where("due_ms", "<=", nowMs), where("changed_ms", ">", nowMs)]));
}

async function forget(db: Kysely<Tables>, unchangedSinceMs: number, limit: number): Promise<number> {
  const old = await db
    .selectFrom("posts")
    .select("key")
    .where("changed_ms", "<", unchangedSinceMs)
    .where((where) => where.or([where("todo", "is", null), where("todo", "=", "none: failed")]))
    .orderBy("changed_ms")
    .limit(limit)
    .execute();
  for (const { key } of old) await db.deleteFrom("posts").where("key", "=", key).execute();
  return old.length;
}

function posts(db: Kysely<Tables>) {
  return db.selectFrom("posts").select(["key", "document"]);
}

/** @throws Fault `invalid` for a row that is not the post that was written. */
function postOf(row: { key: string; document: string }): Post {
  const post = readDocument(postShape, row.document, { table: "posts", id: row.key });
  if (post.key === row.key) return post;
  throw new Fault(
    "invalid",
    `posts row ${JSON.stringify(row.key)} is damaged: it holds another post; restore a backup`,
  );
}

function columnsOf(post: Post, nowMs: number): Omit<Tables["posts"], "key" | "seq"> {
  return {
    document: writeDocument(postShape, post, { table: "posts", id: post.key }),
    subject: post.subject,
    channel: post.channel,
    top: post.thread === null ? 1 : 0,
    todo: todoOf(post),
    due_ms: post.dueMs,
    changed_ms: nowMs,
    place: post.state.kind === "sent" ? placeOf(post.state.channelId, post.state.ts) : null,
  };
}

function placeOf(channelId: string, ts: string): string {
  return `${channelId}/${ts}`;
}
