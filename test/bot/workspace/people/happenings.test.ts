import { describe, expect, test } from "vitest";
import { openHappenings } from "../../../../bot/workspace/people/happenings.ts";
import { manifestWithout, openTestStage, type TestStage } from "../stage.ts";
import { payloads } from "../doing.ts";

const emit = (stage: TestStage, ...[happening]: Parameters<ReturnType<typeof openHappenings>["emit"]>) =>
  openHappenings(stage, stage.api).emit(happening);

describe("a change of the workspace is told to the app, and true from then on:", () => {
  test("somebody becomes a guest", async () => {
    const stage = openTestStage();
    await emit(stage, { type: "user_change", user: "U0ADA", changes: { kind: "guest" } });
    expect(payloads(stage)).toMatchObject([
      { event: { type: "user_change", user: { id: "U0ADA", is_restricted: true } } },
    ]);
    expect(await stage.call("users.info", { user: "U0ADA" })).toMatchObject({
      user: { is_restricted: true },
    });
  });

  test("somebody leaves, and can do nothing any more", async () => {
    const stage = openTestStage();
    const grace = stage.person("U0GRACE");
    await emit(stage, { type: "user_change", user: "U0GRACE", changes: { kind: "deactivated" } });
    expect(await grace.command("/fettle help")).toMatchObject({ ok: false });
    expect(payloads(stage)).toHaveLength(1);
  });

  test("a group has other people", async () => {
    const stage = openTestStage();
    await emit(stage, { type: "subteam_members_changed", group: "S0ONCALL", users: ["U0ADA", "U0GRACE"] });
    expect(payloads(stage)).toMatchObject([
      {
        event: {
          type: "subteam_members_changed",
          subteam_id: "S0ONCALL",
          added_users: ["U0ADA"],
          removed_users: ["U0RADIA"],
        },
      },
    ]);
    expect(await stage.call("usergroups.users.list", { usergroup: "S0ONCALL" })).toMatchObject({
      users: ["U0ADA", "U0GRACE"],
    });
  });

  test("the app itself comes into a channel", async () => {
    const stage = openTestStage();
    await emit(stage, { type: "member_joined_channel", user: "U0FETTLE", channel: "#shop" });
    expect(payloads(stage)).toMatchObject([
      { event: { type: "member_joined_channel", user: "U0FETTLE", channel: "C0SHOP" } },
    ]);
    expect(await stage.call("conversations.history", { channel: "C0SHOP" })).toMatchObject({ ok: true });
  });

  test.for([
    ["app_uninstalled", "account_inactive"],
    ["tokens_revoked", "token_revoked"],
  ] as const)("%s, after which the token gets %s", async ([type, error]) => {
    const stage = openTestStage();
    await emit(stage, { type });
    expect(payloads(stage)).toMatchObject([{ event: { type } }]);
    expect(await stage.call("auth.test")).toEqual({ ok: false, error });
  });
});

test("a change that the manifest does not subscribe to is true, and not told", async () => {
  const stage = openTestStage({ manifest: manifestWithout("user_change") });
  await emit(stage, { type: "user_change", user: "U0ADA", changes: { realName: "Ada King" } });
  expect(stage.carried).toEqual([]);
  expect(await stage.call("users.info", { user: "U0ADA" })).toMatchObject({
    user: { real_name: "Ada King" },
  });
});

test("a change of what is not there is a fault", async () => {
  const stage = openTestStage();
  await expect(emit(stage, { type: "user_change", user: "U0X" })).rejects.toThrow("knows no U0X");
});
