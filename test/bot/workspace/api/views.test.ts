import { describe, expect, test } from "vitest";
import { objectOf, textOf, type Json } from "../../../../bot/workspace/json.ts";
import { manifestText, openTestStage, type TestStage } from "../stage.ts";

const text = (words: string) => ({ type: "plain_text", text: words });
const input = {
  type: "input",
  block_id: "b",
  label: text("L"),
  element: { type: "plain_text_input", action_id: "a" },
};

function modal(more: object = {}): object {
  return {
    type: "modal",
    title: text("Title"),
    submit: text("Go"),
    callback_id: "cb",
    blocks: [input],
    ...more,
  };
}

function trigger(stage: TestStage, view: string | null = null): string {
  return stage.world.triggers.issue({ user: "U0ADA", view });
}

async function opened(stage: TestStage, more: object = {}): Promise<Json> {
  const answer = await stage.call("views.open", { trigger_id: trigger(stage), view: modal(more) });
  expect(answer).toMatchObject({ ok: true });
  return objectOf(answer["view"]);
}

describe("views.open", () => {
  test("shows a modal to the person who did something, and answers all of it", async () => {
    const stage = openTestStage();
    const view = await opened(stage, { private_metadata: "m" });
    expect(view).toMatchObject({
      type: "modal",
      team_id: "T0LOCAL",
      app_id: "A0FETTLE",
      bot_id: "B0FETTLE",
      private_metadata: "m",
      callback_id: "cb",
      state: { values: { b: { a: { type: "plain_text_input", value: null } } } },
      previous_view_id: null,
      root_view_id: view["id"],
      clear_on_close: false,
    });
    expect(stage.person("U0ADA").modal()?.id).toBe(view["id"]);
    expect(stage.person("U0GRACE").modal()).toBeNull();
  });

  test("takes a trigger once, for three seconds", async () => {
    const stage = openTestStage();
    const trigger_id = trigger(stage);
    const open = (id = trigger_id) => stage.call("views.open", { trigger_id: id, view: modal() });
    await stage.clock.wind(3_000);
    expect(await open()).toMatchObject({ ok: true });
    expect(await open()).toEqual({ ok: false, error: "exchanged_trigger_id" });
    const late = trigger(stage);
    await stage.clock.wind(3_001);
    expect(await open(late)).toEqual({ ok: false, error: "expired_trigger_id" });
    expect(await open("made up")).toEqual({ ok: false, error: "invalid_trigger_id" });
  });

  test("says of an invalid view what is wrong and where, and leaves the trigger good", async () => {
    const stage = openTestStage();
    const trigger_id = trigger(stage);
    expect(
      await stage.call("views.open", { trigger_id, view: modal({ title: text("x".repeat(25)) }) }),
    ).toEqual({
      ok: false,
      error: "invalid_arguments",
      response_metadata: {
        messages: ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"],
      },
    });
    expect(await stage.call("views.open", { trigger_id, view: modal() })).toMatchObject({ ok: true });
  });

  test("refuses a second view with the same external id", async () => {
    const stage = openTestStage();
    const push = { trigger_id: "", view: modal({ external_id: "x" }) };
    const { id } = await opened(stage, { external_id: "x" });
    push.trigger_id = trigger(stage, textOf(id) ?? "");
    expect(await stage.call("views.push", push)).toEqual({ ok: false, error: "duplicate_external_id" });
  });
});

describe("views.push", () => {
  test("puts a view onto the modal in which the trigger arose, three at most", async () => {
    const stage = openTestStage();
    const root = await opened(stage);
    const push = async (on: unknown) =>
      stage.call("views.push", { trigger_id: trigger(stage, textOf(on) ?? null), view: modal() });
    const second = objectOf((await push(root["id"]))["view"]);
    expect(second).toMatchObject({ previous_view_id: root["id"], root_view_id: root["id"] });
    expect(await push(second["id"])).toMatchObject({ ok: true });
    expect(await push(second["id"])).toEqual({ ok: false, error: "push_limit_reached" });
  });

  test("needs a modal beneath", async () => {
    const stage = openTestStage();
    await opened(stage);
    const args = { trigger_id: trigger(stage), view: modal() };
    expect(await stage.call("views.push", args)).toEqual({ ok: false, error: "not_found" });
  });
});

describe("views.update", () => {
  test("changes a view by its id or external id, and what inputs hold stays where ids are the same", async () => {
    const stage = openTestStage();
    const view = await opened(stage, { external_id: "x" });
    stage.world.views.replace({
      ...(stage.world.views.get(String(view["id"])) ?? expect.fail("no view")),
      state: { b: { a: { type: "plain_text_input", value: "typed" } } },
    });
    const update = (args: object) =>
      stage.call("views.update", { view: modal({ title: text("New") }), ...args });
    const first = objectOf((await update({ view_id: view["id"] }))["view"]);
    expect(first).toMatchObject({
      title: { text: "New" },
      state: { values: { b: { a: { value: "typed" } } } },
    });
    expect(first["hash"]).not.toBe(view["hash"]);
    expect(await update({ view_id: view["id"], hash: first["hash"] })).toMatchObject({ ok: true });
  });

  test("refuses an old hash, a view that is gone, and one of another type", async () => {
    const stage = openTestStage();
    const view = await opened(stage, { external_id: "x" });
    const update = async (args: object): Promise<unknown> =>
      (await stage.call("views.update", { view: modal(), ...args }))["error"];
    expect(await update({ external_id: "x", hash: "old" })).toBe("hash_conflict");
    expect(await update({ external_id: "y" })).toBe("not_found");
    expect(await update({ view_id: view["id"], view: { type: "home", blocks: [] } })).toBe("not_found");
    await stage.person("U0ADA").close();
    expect(await update({ view_id: view["id"] })).toBe("not_found");
  });
});

describe("views.publish", () => {
  const home = { type: "home", blocks: [{ type: "divider" }] };

  test("draws the Home tab of one person, under the same id each time", async () => {
    const stage = openTestStage();
    const one = objectOf((await stage.call("views.publish", { user_id: "U0ADA", view: home }))["view"]);
    const two = objectOf(
      (await stage.call("views.publish", { user_id: "U0ADA", view: home, hash: one["hash"] }))["view"],
    );
    expect(two["id"]).toBe(one["id"]);
    expect(stage.person("U0ADA").home()?.hash).toBe(two["hash"]);
    expect(stage.person("U0GRACE").home()).toBeNull();
    expect(await stage.call("views.publish", { user_id: "U0ADA", view: home, hash: one["hash"] })).toEqual({
      ok: false,
      error: "hash_conflict",
    });
  });

  test("needs somebody, a view for the Home tab, and a manifest with one", async () => {
    const { call } = openTestStage();
    expect(await call("views.publish", { user_id: "U0X", view: home })).toMatchObject({
      error: "user_not_found",
    });
    expect(await call("views.publish", { user_id: "U0ADA", view: modal() })).toMatchObject({
      error: "invalid_arguments",
    });
    const without = openTestStage({
      manifest: manifestText.replace("home_tab_enabled: true", "home_tab_enabled: false"),
    });
    expect(await without.call("views.publish", { user_id: "U0ADA", view: home })).toEqual({
      ok: false,
      error: "not_enabled",
    });
  });
});
