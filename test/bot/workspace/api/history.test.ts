import { describe, expect, test } from "vitest";
import { objectOf, objectsOf, textOf } from "../../../../bot/workspace/json.ts";
import { openTestStage, type TestStage } from "../stage.ts";

async function post(stage: TestStage, args: object): Promise<string> {
  await stage.clock.wind(1_000);
  const answer = await stage.call("chat.postMessage", { channel: "C0ALERTS", ...args });
  return String(answer["ts"]);
}

const texts = (answer: object): unknown[] => objectsOf(objectOf(answer)["messages"]).map(({ text }) => text);

describe("conversations.history", () => {
  test("tells the newest first, without replies, page by page", async () => {
    const stage = openTestStage();
    const first = await post(stage, { text: "1" });
    await post(stage, { text: "reply", thread_ts: first });
    for (const text of ["2", "3", "4", "5"]) await post(stage, { text });
    const ask = (args: object) =>
      stage.call("conversations.history", { channel: "C0ALERTS", limit: 2, ...args });
    const one = await ask({});
    expect([texts(one), one["has_more"]]).toEqual([["5", "4"], true]);
    await post(stage, { text: "6" });
    const two = await ask({ cursor: objectOf(one["response_metadata"])["next_cursor"] });
    expect(texts(two)).toEqual(["3", "2"]);
    const three = await ask({ cursor: objectOf(two["response_metadata"])["next_cursor"] });
    expect([texts(three), three["has_more"], three["response_metadata"]]).toEqual([["1"], false, undefined]);
    expect(objectsOf(three["messages"])).toMatchObject([{ reply_count: 1, thread_ts: first }]);
  });

  test("keeps to the time that was asked for, with its ends only where they are wanted", async () => {
    const stage = openTestStage();
    const [, oldest, latest] = [
      await post(stage, { text: "1" }),
      await post(stage, { text: "2" }),
      await post(stage, { text: "3" }),
    ];
    await post(stage, { text: "4" });
    const ask = async (args: object) =>
      texts(await stage.call("conversations.history", { channel: "C0ALERTS", oldest, latest, ...args }));
    expect(await ask({})).toEqual([]);
    expect(await ask({ inclusive: "true" })).toEqual(["3", "2"]);
    expect(await ask({ latest: undefined })).toEqual(["4", "3"]);
  });

  test("shows metadata to those who ask for it", async () => {
    const stage = openTestStage();
    const metadata = { event_type: "card", event_payload: { key: "k" } };
    await post(stage, { text: "1", metadata });
    const ask = async (args: object) =>
      objectsOf((await stage.call("conversations.history", { channel: "C0ALERTS", ...args }))["messages"]);
    expect(await ask({ include_all_metadata: true })).toMatchObject([{ metadata }]);
    expect((await ask({}))[0]).not.toHaveProperty("metadata");
  });

  test.for([
    [{ channel: "C0SHOP" }, "not_in_channel"],
    [{ channel: "C0NOWHERE" }, "channel_not_found"],
    [{ channel: "C0ALERTS", limit: 1_000 }, "invalid_limit"],
    [{ channel: "C0ALERTS", cursor: "x" }, "invalid_cursor"],
    [{ channel: "C0ALERTS", oldest: "x" }, "invalid_ts_oldest"],
    [{ channel: "C0ALERTS", latest: "x" }, "invalid_ts_latest"],
  ] as const)("refuses %j with %s", async ([args, error]) => {
    const stage = openTestStage();
    await post(stage, { text: "1" });
    expect(await stage.call("conversations.history", args)).toMatchObject({ ok: false, error });
  });
});

describe("conversations.replies", () => {
  test("tells the parent and then its replies, asked by any of them", async () => {
    const stage = openTestStage();
    const parent = await post(stage, { text: "parent" });
    const reply = await post(stage, { text: "a", thread_ts: parent });
    await stage.person("U0ADA").say("b", "ops-alerts", parent);
    for (const ts of [parent, reply]) {
      const answer = await stage.call("conversations.replies", { channel: "C0ALERTS", ts });
      expect(texts(answer)).toEqual(["parent", "a", "b"]);
      expect(objectsOf(answer["messages"])).toMatchObject([
        { reply_count: 2, reply_users_count: 2 },
        { thread_ts: parent, parent_user_id: "U0FETTLE", bot_id: "B0FETTLE" },
        { thread_ts: parent, user: "U0ADA" },
      ]);
    }
  });

  test("knows no thread of another channel", async () => {
    const stage = openTestStage();
    const ts = await post(stage, { text: "parent" });
    expect(await stage.call("conversations.replies", { channel: "C0NOTES", ts })).toMatchObject({
      error: "thread_not_found",
    });
  });
});

test("a ts grows with each message, whatever the clock does", async () => {
  const stage = openTestStage();
  const before = await post(stage, { text: "1" });
  stage.clock.jump(-60_000);
  const after = await post(stage, { text: "2" });
  expect(after > before).toBe(true);
  expect(textOf(after)).toMatch(/^\d{10}\.\d{6}$/);
});
