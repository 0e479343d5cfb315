import { describe, expect, test } from "vitest";
import { manifestWithout, openTestStage, tokens } from "../stage.ts";

describe("a token", () => {
  test("of the bot is taken for methods, and its scopes are told with each answer", async () => {
    const { api } = openTestStage();
    const { status, body, headers } = await api.answer({ method: "auth.test", args: {}, token: "xoxb-test" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, team_id: "T0LOCAL", user_id: "U0FETTLE", bot_id: "B0FETTLE" });
    expect(headers["x-oauth-scopes"]).toContain("chat:write");
  });

  test.for([
    [undefined, "auth.test", "not_authed"],
    ["xoxb-other", "auth.test", "invalid_auth"],
    ["xapp-test", "auth.test", "not_allowed_token_type"],
    ["xoxb-test", "apps.connections.open", "not_allowed_token_type"],
  ] as const)("%s for %s is refused as %s", async ([token, method, error]) => {
    const { api } = openTestStage();
    expect((await api.answer({ method, args: {}, token })).body).toEqual({ ok: false, error });
  });

  test("of the app opens a connection, and nothing else", async () => {
    const { api } = openTestStage();
    const args = { method: "apps.connections.open", args: {}, token: tokens.app.reveal() };
    expect((await api.answer(args)).body).toEqual({ ok: true, url: "ws://127.0.0.1:1/link/?ticket=x" });
  });

  test("is worth nothing after the app was removed", async () => {
    const { api, call } = openTestStage();
    api.revoke("account_inactive");
    expect(await call("auth.test")).toEqual({ ok: false, error: "account_inactive" });
  });
});

describe("a method", () => {
  test("that does not exist is refused, and remembered", async () => {
    const { call, world } = openTestStage();
    expect(await call("chat.scheduleMessage")).toMatchObject({ ok: false, error: "unknown_method" });
    expect(await call("constructor")).toMatchObject({ error: "unknown_method" });
    expect(world.calls.unknownMethods).toEqual(["chat.scheduleMessage", "constructor"]);
  });

  test("whose scope the manifest lacks says which is needed, and which are there", async () => {
    const { call } = openTestStage({ manifest: manifestWithout("users:read") });
    const refused = await call("users.info", { user: "U0ADA" });
    expect(refused).toMatchObject({ ok: false, error: "missing_scope", needed: "users:read" });
    expect(refused["provided"]).toContain("chat:write");
    expect(await openTestStage().call("users.info", { user: "U0ADA" })).toMatchObject({ ok: true });
  });

  test("needs the scope of the kind of channel that it reads", async () => {
    const { call, world } = openTestStage();
    expect(world.manifest.scopes.has("im:read")).toBe(false);
    expect(await call("conversations.info", { channel: "D0ADA" })).toMatchObject({ needed: "im:read" });
    expect(await call("conversations.list", { types: "public_channel,im" })).toMatchObject({
      needed: "im:read",
    });
    expect(await call("conversations.history", { channel: "D0ADA" })).toMatchObject({ ok: true });
  });

  test("without an argument that it needs says which", async () => {
    const { call } = openTestStage();
    expect(await call("users.info")).toEqual({
      ok: false,
      error: "invalid_arguments",
      response_metadata: { messages: ["[ERROR] missing required field: user"] },
    });
  });
});
