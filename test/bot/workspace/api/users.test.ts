import { describe, expect, test } from "vitest";
import { objectOf, objectsOf } from "../../../../bot/workspace/json.ts";
import { openTestStage } from "../stage.ts";

describe("users.info", () => {
  test.for([
    [
      "U0ADA",
      { is_restricted: false, is_ultra_restricted: false, is_bot: false, deleted: false, team_id: "T0LOCAL" },
    ],
    ["U0GRACE", { is_owner: true }],
    ["U0GUEST", { is_restricted: true, is_ultra_restricted: false }],
    ["U0SINGLE", { is_restricted: true, is_ultra_restricted: true }],
    ["U0OUT", { is_stranger: true, team_id: "T0OTHER" }],
    ["U0GONE", { deleted: true }],
    ["U0FETTLE", { is_bot: true, profile: { bot_id: "B0FETTLE", api_app_id: "A0FETTLE" } }],
  ] as const)("tells what %s is", async ([user, told]) => {
    expect(await openTestStage().call("users.info", { user })).toMatchObject({
      ok: true,
      user: { id: user, ...told },
    });
  });

  test("knows nobody else", async () => {
    expect(await openTestStage().call("users.info", { user: "U0X" })).toEqual({
      ok: false,
      error: "user_not_found",
    });
  });
});

test("users.list goes page by page", async () => {
  const { call } = openTestStage();
  const one = await call("users.list", { limit: 5 });
  const two = await call("users.list", {
    limit: 5,
    cursor: objectOf(one["response_metadata"])["next_cursor"],
  });
  expect([...objectsOf(one["members"]), ...objectsOf(two["members"])].map(({ name }) => name)).toEqual(
    "ada grace radia gus sina otto gone fettle".split(" "),
  );
});

describe("user groups", () => {
  test("are told with their people to those who ask for them", async () => {
    const { call } = openTestStage();
    expect(await call("usergroups.list", { include_users: true })).toMatchObject({
      usergroups: [
        { id: "S0ONCALL", handle: "oncall", users: ["U0GRACE", "U0RADIA"], user_count: 2 },
        { id: "S0DEV", handle: "dev" },
      ],
    });
    expect(objectsOf((await call("usergroups.list"))["usergroups"])[0]).not.toHaveProperty("users");
  });

  test("are told one by one", async () => {
    const { call } = openTestStage();
    expect(await call("usergroups.users.list", { usergroup: "S0DEV" })).toEqual({
      ok: true,
      users: ["U0ADA"],
    });
    expect(await call("usergroups.users.list", { usergroup: "S0X" })).toEqual({
      ok: false,
      error: "no_such_subteam",
    });
  });
});
