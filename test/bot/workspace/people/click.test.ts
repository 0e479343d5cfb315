import { describe, expect, test } from "vitest";
import { objectOf, objectsOf } from "../../../../bot/workspace/json.ts";
import { openTestStage, someText } from "../stage.ts";
import { button, payloads, plain, withButtons } from "../doing.ts";

describe("a click", () => {
  test("on a button carries message, value and who pressed it", async () => {
    const stage = openTestStage();
    const ts = await withButtons(stage);
    expect(await stage.person("U0GRACE").click({ message: ts, action: "ack" })).toMatchObject({ ok: true });
    const action = {
      type: "button",
      action_id: "ack",
      block_id: "card",
      value: "inc-1",
      text: plain("Press"),
    };
    expect(payloads(stage)).toMatchObject([
      {
        type: "block_actions",
        user: { id: "U0GRACE", username: "grace", team_id: "T0LOCAL" },
        team: { id: "T0LOCAL", domain: "fettle-local" },
        api_app_id: "A0FETTLE",
        container: { type: "message", message_ts: ts, channel_id: "C0ALERTS", is_ephemeral: false },
        channel: { id: "C0ALERTS", name: "ops-alerts" },
        message: { ts, user: "U0FETTLE" },
        state: { values: {} },
        response_url: someText,
        trigger_id: someText,
        actions: [{ ...action, action_ts: someText }],
      },
    ]);
  });

  test("on a choice carries what was chosen, and refuses what was not offered", async () => {
    const stage = openTestStage();
    const options = ["a", "b"].map((value) => ({ text: plain(value), value }));
    const ts = await withButtons(stage, [
      { type: "static_select", action_id: "one", options },
      { type: "checkboxes", action_id: "some", options },
      { type: "overflow", action_id: "more", options },
      { type: "users_select", action_id: "who" },
      { type: "datepicker", action_id: "when" },
    ]);
    const click = (action: string, value: string | string[]) =>
      stage.person("U0ADA").click({ message: ts, action, value });
    expect(await click("one", "c")).toMatchObject({ ok: false });
    await click("one", "b");
    await click("some", ["a", "b"]);
    await click("more", "a");
    await click("who", "U0GRACE");
    await click("when", "2026-01-31");
    expect(payloads(stage).map((payload) => objectsOf(payload["actions"])[0])).toMatchObject([
      { type: "static_select", selected_option: options[1] },
      { type: "checkboxes", selected_options: options },
      { type: "overflow", selected_option: options[0] },
      { type: "users_select", selected_user: "U0GRACE" },
      { type: "datepicker", selected_date: "2026-01-31" },
    ]);
    expect(objectOf(objectOf(payloads(stage)[0]?.["state"])["values"])).toMatchObject({
      card: {
        one: { selected_option: options[1] },
        some: { selected_options: [] },
        who: { selected_user: null },
      },
    });
  });

  test("on what only one person sees names the message, and does not send it along", async () => {
    const stage = openTestStage();
    const blocks = [{ type: "actions", elements: [button("ack")] }];
    const args = { channel: "C0ALERTS", user: "U0ADA", text: "x", blocks };
    const { message_ts: ts } = await stage.call("chat.postEphemeral", args);
    const target = { message: String(ts), action: "ack" };
    await stage.person("U0ADA").click(target);
    expect(payloads(stage)).toMatchObject([{ container: { is_ephemeral: true, message_ts: ts } }]);
    expect(payloads(stage)[0]).not.toHaveProperty("message");
    expect(await stage.person("U0GRACE").click(target)).toMatchObject({ ok: false });
    expect(stage.carried).toHaveLength(1);
  });

  test("is not to be had by those who do not see the message", async () => {
    const stage = openTestStage();
    const ts = await withButtons(stage);
    for (const id of ["U0SINGLE", "U0GUEST", "U0OUT"]) {
      expect(await stage.person(id).click({ message: ts, action: "ack" })).toMatchObject({ ok: false });
    }
    expect(stage.carried).toEqual([]);
  });

  test.for([
    [{ kind: "timeout" }, "Operation timed out. Apps need to respond within 3 seconds."],
    [{ kind: "unreachable" }, "This app is not responding right now."],
    [{ kind: "status", status: 404, noRetry: false }, "This app responded with Status Code 404."],
  ] as const)("that ends in %j is told, and not brought again", async ([outcome, told]) => {
    const stage = openTestStage({ app: () => outcome });
    const ts = await withButtons(stage);
    const ada = stage.person("U0ADA");
    expect(await ada.click({ message: ts, action: "ack" })).toEqual({ ok: false, told, ackMs: null });
    expect(ada.notices()).toMatchObject([{ text: told, channel: "C0ALERTS" }]);
    await stage.clock.wind(600_000);
    expect(stage.carried).toHaveLength(1);
  });

  test("on a button that is not there is a mistake of the test, and says what is there", async () => {
    const stage = openTestStage();
    const ts = await withButtons(stage, [button("a"), button("b")]);
    const click = () => stage.person("U0ADA").click({ message: ts, action: "c" });
    expect(click).toThrow("expected an action c to click, and there is a, b");
  });

  test("in the Home tab has no address to answer to, and gives a trigger for a modal", async () => {
    const stage = openTestStage();
    const view = { type: "home", blocks: [{ type: "actions", elements: [button("fix")] }] };
    await stage.call("views.publish", { user_id: "U0ADA", view });
    const ada = stage.person("U0ADA");
    await ada.click({ view: ada.home() ?? expect.fail("no home"), action: "fix" });
    expect(payloads(stage)).toMatchObject([{ container: { type: "view" }, view: { type: "home" } }]);
    expect(payloads(stage)[0]).not.toHaveProperty("response_url");
    const trigger_id = payloads(stage)[0]?.["trigger_id"];
    const modal = { type: "modal", title: plain("T"), blocks: [] };
    expect(await stage.call("views.open", { trigger_id, view: modal })).toMatchObject({ ok: true });
  });

  test("in a modal keeps what was chosen, and may put a view onto it", async () => {
    const stage = openTestStage();
    const options = ["a", "b"].map((value) => ({ text: plain(value), value }));
    const blocks = [
      { type: "actions", block_id: "b", elements: [{ type: "static_select", action_id: "s", options }] },
    ];
    const view = { type: "modal", title: plain("T"), blocks };
    const trigger_id = stage.world.triggers.issue({ user: "U0ADA", view: null });
    await stage.call("views.open", { trigger_id, view });
    const ada = stage.person("U0ADA");
    await ada.click({ view: ada.modal() ?? expect.fail("no modal"), action: "s", value: "b" });
    const held = { values: { b: { s: { type: "static_select", selected_option: options[1] } } } };
    expect(payloads(stage)).toMatchObject([{ view: { type: "modal", state: held } }]);
    expect(ada.modal()?.view["state"]).toEqual(held);
    const pushed = { trigger_id: payloads(stage)[0]?.["trigger_id"], view };
    expect(await stage.call("views.push", pushed)).toMatchObject({ ok: true });
  });
});
