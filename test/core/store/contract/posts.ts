import { expect, test } from "vitest";
import type { Post, PostState } from "#core/store";
import type { OpenStoreUnderTest } from "../contract.ts";

function aPost(change: Partial<Post> = {}): Post {
  return {
    key: "card:inc-1",
    subject: "inc-1",
    channel: "#ops",
    thread: null,
    content: { draw: "incident" },
    wanted: 1,
    dueMs: 0,
    state: { kind: "waiting" },
    ...change,
  };
}

const sent = (shown: number, ts = `1.${shown}`): PostState => ({
  kind: "sent",
  channelId: "C1",
  ts,
  shown,
  atMs: 5,
});

export function postContract(open: OpenStoreUnderTest): void {
  test("a post is added once for its key, and comes back in each of its states", async () => {
    await using under = await open();
    const states: PostState[] = [
      { kind: "waiting" },
      { kind: "sending", sinceMs: 3 },
      sent(1),
      { kind: "refused", reason: "channel_not_found", atMs: 4 },
      { kind: "unknown", reason: "missing_scope", atMs: 4 },
    ];
    await under.store.write(async ({ posts }) => {
      expect(await posts.add(aPost())).toBe(true);
      expect(await posts.add(aPost({ channel: "#other" }))).toBe(false);
      for (const state of states) {
        await posts.put(aPost({ state }));
        expect(await posts.byKey("card:inc-1")).toEqual(aPost({ state }));
      }
      expect(await posts.byKey("card:inc-2")).toBeUndefined();
    });
    await under.store.write(async ({ posts }) => {
      await posts.put(aPost({ state: sent(1, "7.1") }));
      expect((await posts.byPlace("C1", "7.1"))?.key).toBe("card:inc-1");
      expect(await posts.byPlace("C2", "7.1")).toBeUndefined();
    });
    const unknown = under.store.write(({ posts }) => posts.put(aPost({ key: "never added" })));
    await expect(unknown).rejects.toMatchObject({ kind: "missing" });
  });

  test("what is to be sent comes in the order in which it was added, what is to be edited longest due first", async () => {
    await using under = await open();
    await under.store.write(async ({ posts }) => {
      const all: readonly [string, Partial<Post>][] = [
        ["reply", { dueMs: 0, thread: "first" }],
        ["later", { dueMs: under.clock.nowMs() + 20 }],
        ["first", { dueMs: 10 }],
        ["asked", { dueMs: 0, state: { kind: "sending", sinceMs: 1 } }],
        ["edit-new", { wanted: 3, dueMs: 9, state: sent(2) }],
        ["edit-old", { wanted: 3, dueMs: 8, state: sent(1) }],
        ["edit-later", { wanted: 3, dueMs: under.clock.nowMs() + 11, state: sent(1) }],
        ["shown", { wanted: 3, state: sent(3) }],
        ["refused", { state: { kind: "refused", reason: "r", atMs: 1 } }],
        ["unknown", { state: { kind: "unknown", reason: "r", atMs: 1 } }],
      ];
      for (const [key, change] of all) await posts.add(aPost({ key, ...change }));
      const keys = (found: readonly Post[]) => found.map(({ key }) => key);
      const nowMs = under.clock.nowMs();
      const [channel] = await posts.channelsToSend(nowMs, 10);
      expect(channel).toBe(aPost().channel);
      const toSend = async (atMs: number, limit: number) =>
        keys(await posts.toSend(channel ?? "", atMs, limit));
      expect(await toSend(nowMs, 10)).toEqual(["first", "asked", "reply"]);
      expect(await toSend(nowMs + 20, 10)).toEqual(["later", "first", "asked", "reply"]);
      expect(await toSend(nowMs + 20, 1)).toEqual(["later"]);
      expect(await posts.toSend("#other", nowMs + 20, 10)).toEqual([]);
      expect(keys(await posts.toEdit(nowMs, 10))).toEqual(["edit-old", "edit-new"]);
      expect(keys(await posts.failed(10))).toEqual(["unknown", "refused"]);
      expect(await posts.countWaiting()).toBe(7);
      expect(keys(await posts.ofSubject("inc-1", 3))).toEqual(["reply", "later", "first"]);
    });
  });

  test("what was written before the clock was set back is due at once", async () => {
    await using under = await open();
    await under.store.write(({ posts }) =>
      posts.add(aPost({ key: "k", dueMs: under.clock.nowMs() + 5_000 })),
    );
    under.clock.jump(-3_600_000);
    const found = await under.store.read(({ posts }) => posts.channelsToSend(under.clock.nowMs(), 10));
    expect(found).toHaveLength(1);
  });

  test("posts are forgotten when nothing is to be done about them any more, the oldest first", async () => {
    await using under = await open();
    const write = (key: string, state: PostState) =>
      under.store.write(({ posts }) => posts.add(aPost({ key, state })));
    const beforeMs = under.clock.nowMs();
    await write("waits", { kind: "waiting" });
    await write("done", sent(1));
    await under.clock.wind(10);
    await write("refused", { kind: "refused", reason: "r", atMs: 1 });
    await under.clock.wind(10);
    await write("new", sent(2));
    await under.store.write(async ({ posts }) => {
      expect(await posts.forget(beforeMs, 10)).toBe(0);
      expect(await posts.forget(beforeMs + 20, 1)).toBe(1);
      expect(await posts.byKey("done")).toBeUndefined();
      expect(await posts.forget(beforeMs + 20, 10)).toBe(1);
      expect((await posts.ofSubject("inc-1", 9)).map(({ key }) => key)).toEqual(["waits", "new"]);
    });
  });
}
