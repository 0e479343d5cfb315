import { describe, expect, test } from "vitest";
import { defaultFixture, type Fixture } from "../../../../bot/workspace/index.ts";
import { openTestStage, someText, type TestStage } from "../stage.ts";

const section = { type: "section", text: { type: "mrkdwn", text: "x" } };

async function posted(stage: TestStage, args = {}): Promise<string> {
  const answer = await stage.call("chat.postMessage", { channel: "C0ALERTS", text: "hello", ...args });
  expect(answer).toMatchObject({ ok: true });
  return String(answer["ts"]);
}

const closedRooms: Fixture = {
  ...defaultFixture,
  channels: [
    ...defaultFixture.channels,
    { id: "C0OLD", name: "old", archived: true, members: ["U0ADA", "U0FETTLE"] },
    { id: "C0SECRET", name: "secret", private: true, members: ["U0ADA"] },
    { id: "C0ROOM", name: "room", private: true, members: ["U0ADA", "U0FETTLE"] },
  ],
};

describe("chat.postMessage", () => {
  test("posts by id, name, or a person's id, and answers what it posted", async () => {
    const stage = openTestStage();
    const answer = await stage.call("chat.postMessage", {
      channel: "#ops-alerts",
      text: "disk *full*",
      blocks: JSON.stringify([section]),
    });
    expect(answer).toMatchObject({
      ok: true,
      channel: "C0ALERTS",
      message: {
        type: "message",
        text: "disk *full*",
        user: "U0FETTLE",
        bot_id: "B0FETTLE",
        app_id: "A0FETTLE",
      },
    });
    expect(answer["ts"]).toMatch(/^\d{10}\.\d{6}$/);
    expect(await stage.call("chat.postMessage", { channel: "U0ADA", text: "x" })).toMatchObject({
      channel: "D0ADA",
    });
    const [seen] = stage.person("U0ADA").messages("#ops-alerts");
    expect(seen?.blocks).toEqual([{ ...section, block_id: someText }]);
  });

  test.for([
    [{ channel: "C0NOWHERE", text: "x" }, "channel_not_found"],
    [{ channel: "U0GONE", text: "x" }, "channel_not_found"],
    [{ channel: "C0SECRET", text: "x" }, "channel_not_found"],
    [{ channel: "C0OLD", text: "x" }, "is_archived"],
    [{ channel: "C0ALERTS" }, "no_text"],
    [{ channel: "C0ALERTS", text: "", blocks: [] }, "no_text"],
    [{ channel: "C0ALERTS", text: "x".repeat(40_001) }, "msg_too_long"],
    [{ channel: "C0ALERTS", text: "x", blocks: "[" }, "invalid_blocks_format"],
    [{ channel: "C0ALERTS", text: "x", blocks: { type: "divider" } }, "invalid_blocks_format"],
    [{ channel: "C0ALERTS", text: "x", thread_ts: "1.1" }, "thread_not_found"],
    [{ channel: "C0ALERTS", text: "x", metadata: { event_type: "a" } }, "invalid_metadata_format"],
    [
      { channel: "C0ALERTS", text: "x", metadata: { event_type: "a b", event_payload: {} } },
      "invalid_metadata_schema",
    ],
    [
      {
        channel: "C0ALERTS",
        text: "x",
        metadata: { event_type: "a", event_payload: { b: "c".repeat(9_000) } },
      },
      "metadata_too_large",
    ],
    [{ channel: "C0ALERTS", text: "x", attachments: [] }, "invalid_arguments"],
  ] as const)("refuses %j with %s", async ([args, error]) => {
    const { call, world } = openTestStage({ fixture: closedRooms });
    expect(await call("chat.postMessage", args)).toMatchObject({ ok: false, error });
    expect(world.channels.all().flatMap(({ id }) => world.messages.in(id))).toEqual([]);
  });

  test("takes what is just at those limits", async () => {
    const stage = openTestStage({ fixture: closedRooms });
    expect.hasAssertions();
    await posted(stage, { text: "x".repeat(40_000) });
    await posted(stage, { channel: "C0ROOM", metadata: { event_type: "a_1", event_payload: { key: "k" } } });
  });

  test("reaches a public channel without the app only with chat:write.public", async () => {
    await posted(openTestStage(), { channel: "#shop" });
    const { call } = openTestStage({ optionalScopes: false });
    expect(await call("chat.postMessage", { channel: "#shop", text: "x" })).toMatchObject({
      error: "not_in_channel",
    });
  });

  test("says of invalid blocks what is wrong and where", async () => {
    const { call } = openTestStage();
    const line = "unsupported type: foo [json-pointer:/blocks/0/type]";
    expect(
      await call("chat.postMessage", { channel: "C0ALERTS", text: "x", blocks: [{ type: "foo" }] }),
    ).toEqual({
      ok: false,
      error: "invalid_blocks",
      errors: [line],
      response_metadata: { messages: [`[ERROR] ${line}`] },
    });
  });

  test("refuses blocks that are too much together, though each is right", async () => {
    const stage = openTestStage();
    const text = { type: "mrkdwn", text: "x".repeat(2_500) };
    const blocks = Array.from({ length: 6 }, () => ({ type: "section", text }));
    const args = { channel: "C0ALERTS", text: "x", blocks };
    expect(await stage.call("chat.postMessage", args)).toMatchObject({ error: "msg_blocks_too_long" });
    await posted(stage, { blocks: blocks.slice(0, 5) });
  });

  test("puts a reply beneath the message that began the thread", async () => {
    const stage = openTestStage();
    const parent = await posted(stage);
    const reply = await posted(stage, { thread_ts: parent, text: "more" });
    await posted(stage, { thread_ts: reply, text: "and more" });
    const ada = stage.person("U0ADA");
    expect(ada.messages("ops-alerts").map(({ text }) => text)).toEqual(["hello"]);
    expect(ada.thread("ops-alerts", parent).map(({ text }) => text)).toEqual(["hello", "more", "and more"]);
  });
});

describe("chat.update", () => {
  test("changes an own message in place, and marks as edited only what shows its text", async () => {
    const stage = openTestStage();
    const ts = await posted(stage, { blocks: [section] });
    const ada = stage.person("U0ADA");
    await stage.call("chat.update", { channel: "C0ALERTS", ts, text: "b", blocks: [section, section] });
    expect(ada.messages("ops-alerts")).toMatchObject([{ ts, text: "b", edited: false, blocks: [{}, {}] }]);
    await stage.call("chat.update", { channel: "C0ALERTS", ts, text: "c" });
    expect(ada.messages("ops-alerts")).toMatchObject([{ ts, text: "c", edited: true, blocks: [] }]);
  });

  test("keeps metadata unless it is given, and takes it away for an empty one", async () => {
    const stage = openTestStage();
    const metadata = { event_type: "card", event_payload: { key: "k" } };
    const ts = await posted(stage, { metadata });
    const kept = await stage.call("chat.update", { channel: "C0ALERTS", ts, text: "b" });
    expect(kept).toMatchObject({ text: "b", message: { metadata } });
    const gone = await stage.call("chat.update", { channel: "C0ALERTS", ts, text: "b", metadata: {} });
    expect(gone["message"]).not.toHaveProperty("metadata");
  });

  test("refuses messages of people, those that only one sees, unknown ones, and channels by name", async () => {
    const stage = openTestStage();
    await stage.person("U0ADA").say("mine", "ops-alerts");
    const [mine] = stage.person("U0ADA").messages("ops-alerts");
    const secret = await stage.call("chat.postEphemeral", { channel: "C0ALERTS", user: "U0ADA", text: "x" });
    const update = async (args: object): Promise<unknown> =>
      (await stage.call("chat.update", { channel: "C0ALERTS", text: "y", ...args }))["error"];
    expect(await update({ ts: mine?.ts })).toBe("cant_update_message");
    expect(await update({ ts: secret["message_ts"] })).toBe("message_not_found");
    expect(await update({ ts: "1.000001" })).toBe("message_not_found");
    expect(await update({ ts: mine?.ts, channel: "C0NOTES" })).toBe("message_not_found");
    expect(await update({ ts: mine?.ts, channel: "#ops-alerts" })).toBe("channel_not_found");
  });
});

describe("chat.postEphemeral", () => {
  test("is seen by one person only, and is in no history", async () => {
    const stage = openTestStage();
    const answer = await stage.call("chat.postEphemeral", {
      channel: "C0ALERTS",
      user: "U0ADA",
      text: "psst",
    });
    expect(answer).toEqual({ ok: true, message_ts: someText });
    expect(stage.person("U0ADA").ephemerals("ops-alerts")).toMatchObject([{ text: "psst", ephemeral: true }]);
    expect(stage.person("U0GRACE").ephemerals()).toEqual([]);
    expect(await stage.call("conversations.history", { channel: "C0ALERTS" })).toMatchObject({
      messages: [],
    });
  });

  test.for([
    ["C0ALERTS", "U0OUT", "user_not_in_channel"],
    ["C0ALERTS", "U0GONE", "user_not_in_channel"],
    ["C0SHOP", "U0ADA", "not_in_channel"],
  ] as const)("in %s for %s is refused with %s", async ([channel, user, error]) => {
    const { call } = openTestStage();
    expect(await call("chat.postEphemeral", { channel, user, text: "x" })).toMatchObject({ error });
  });
});

test("chat.getPermalink leads to a message, and into its thread", async () => {
  const stage = openTestStage();
  const ts = await posted(stage);
  const reply = await posted(stage, { thread_ts: ts });
  const link = async (message_ts: string) =>
    stage.call("chat.getPermalink", { channel: "C0ALERTS", message_ts });
  expect(await link(ts)).toMatchObject({
    permalink: `http://127.0.0.1:1/archives/C0ALERTS/p${ts.replace(".", "")}`,
  });
  expect((await link(reply))["permalink"]).toContain(`?thread_ts=${ts}&cid=C0ALERTS`);
  expect(await link("1.000001")).toMatchObject({ error: "message_not_found" });
});
