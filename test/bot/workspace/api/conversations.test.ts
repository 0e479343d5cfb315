import { describe, expect, test } from "vitest";
import { defaultFixture } from "../../../../bot/workspace/index.ts";
import { objectOf, objectsOf } from "../../../../bot/workspace/json.ts";
import { openTestStage } from "../stage.ts";

const names = (answer: object): unknown[] => objectsOf(objectOf(answer)["channels"]).map(({ name }) => name);

describe("conversations.list", () => {
  test("tells public channels, and private ones that the app is in", async () => {
    const { call } = openTestStage({
      fixture: {
        ...defaultFixture,
        channels: [
          ...defaultFixture.channels,
          { id: "C0A", name: "with", private: true, members: ["U0FETTLE"] },
          { id: "C0B", name: "without", private: true, members: ["U0ADA"] },
          { id: "C0C", name: "old", archived: true, members: [] },
        ],
      },
    });
    const all = ["general", "ops-alerts", "ops-notes", "shop", "partners"];
    expect(names(await call("conversations.list"))).toEqual([...all, "old"]);
    expect(names(await call("conversations.list", { exclude_archived: true }))).toEqual(all);
    expect(names(await call("conversations.list", { types: "private_channel" }))).toEqual(["with"]);
    expect(await call("conversations.list", { types: "secret" })).toMatchObject({ error: "invalid_types" });
  });

  test("goes page by page", async () => {
    const { call } = openTestStage();
    const one = await call("conversations.list", { limit: 3 });
    const cursor = objectOf(one["response_metadata"])["next_cursor"];
    const two = await call("conversations.list", { limit: 3, cursor });
    expect([...names(one), ...names(two)]).toHaveLength(5);
    expect(two["response_metadata"]).toEqual({ next_cursor: "" });
  });
});

test("conversations.info tells who shares a channel, and whether the app is in it", async () => {
  const { call } = openTestStage();
  expect(await call("conversations.info", { channel: "C0PARTNERS" })).toMatchObject({
    channel: {
      is_ext_shared: true,
      is_member: true,
      connected_team_ids: ["T0OTHER"],
      context_team_id: "T0LOCAL",
    },
  });
  expect(await call("conversations.info", { channel: "C0SHOP", include_num_members: true })).toMatchObject({
    channel: { is_ext_shared: false, is_member: false, num_members: 4 },
  });
  expect(await call("conversations.info", { channel: "#shop" })).toMatchObject({
    error: "channel_not_found",
  });
});

test("conversations.members tells who is in a channel", async () => {
  const { call } = openTestStage();
  expect(await call("conversations.members", { channel: "C0ALERTS" })).toMatchObject({
    members: ["U0ADA", "U0GRACE", "U0RADIA", "U0FETTLE"],
  });
});

describe("conversations.open", () => {
  test("gives the direct messages with one person", async () => {
    const { call } = openTestStage();
    expect(await call("conversations.open", { users: "U0ADA" })).toEqual({
      ok: true,
      channel: { id: "D0ADA" },
    });
    expect(await call("conversations.open", { users: "U0ADA", return_im: true })).toMatchObject({
      channel: { id: "D0ADA", is_im: true, user: "U0ADA" },
    });
  });

  test.for([
    ["U0NOBODY", "user_not_found"],
    ["U0GONE", "user_disabled"],
    ["U0FETTLE", "cannot_dm_bot"],
    ["U0ADA,U0GRACE", "missing_scope"],
  ])("refuses %s with %s", async ([users, error]) => {
    expect(await openTestStage().call("conversations.open", { users })).toMatchObject({ error });
  });
});
