import { describe, expect, test } from "vitest";
import { objectOf } from "../../../../bot/workspace/json.ts";
import { answering, openTestStage, someText, type TestStage } from "../stage.ts";
import { payloads, plain } from "../doing.ts";

const input = (block_id: string, element: object, more: object = {}) => ({
  type: "input",
  block_id,
  label: plain("L"),
  element: { action_id: "in", ...element },
  ...more,
});
const modal = (more: object = {}) => ({
  type: "modal",
  callback_id: "cb",
  title: plain("T"),
  submit: plain("Go"),
  blocks: [
    input("note", { type: "plain_text_input", min_length: 2 }),
    input("who", { type: "users_select" }, { optional: true }),
  ],
  ...more,
});
const filledIn = { note: { in: "done" }, who: { in: "U0GRACE" } };

async function openModal(stage: TestStage, more: object = {}): Promise<void> {
  const trigger_id = stage.world.triggers.issue({ user: "U0ADA", view: null });
  expect(await stage.call("views.open", { trigger_id, view: modal(more) })).toMatchObject({ ok: true });
}

describe("a modal", () => {
  test("is sent with what its inputs hold, and closes", async () => {
    const stage = openTestStage();
    await openModal(stage, { private_metadata: "inc-1" });
    const ada = stage.person("U0ADA");
    expect(await ada.submit(undefined, filledIn)).toMatchObject({ ok: true });
    const values = {
      note: { in: { type: "plain_text_input", value: "done" } },
      who: { in: { type: "users_select", selected_user: "U0GRACE" } },
    };
    expect(payloads(stage)).toMatchObject([
      {
        type: "view_submission",
        user: { id: "U0ADA" },
        trigger_id: someText,
        response_urls: [],
        view: { callback_id: "cb", private_metadata: "inc-1", state: { values } },
      },
    ]);
    expect(ada.modal()).toBeNull();
  });

  test("is not sent while a required input is empty, or holds what it may not", async () => {
    const stage = openTestStage();
    await openModal(stage);
    const ada = stage.person("U0ADA");
    expect(await ada.submit(undefined, {})).toMatchObject({ ok: false });
    expect(ada.modal()?.errors).toEqual({ note: "Please complete this required field." });
    await ada.submit(undefined, { note: { in: "x" } });
    expect(ada.modal()?.errors).toEqual({ note: "Please enter at least 2 characters." });
    expect(stage.carried).toEqual([]);
    expect(await ada.submit(undefined, { note: { in: "xy" } })).toMatchObject({ ok: true });
  });

  test("stays, with the errors that the app answers beneath its inputs", async () => {
    const stage = openTestStage({
      app: () => answering({ response_action: "errors", errors: { note: "no" } }),
    });
    await openModal(stage);
    const ada = stage.person("U0ADA");
    expect(await ada.submit(undefined, filledIn)).toMatchObject({ ok: true });
    const values = { note: { in: { value: "done" } } };
    expect(ada.modal()).toMatchObject({ errors: { note: "no" }, view: { state: { values } } });
  });

  test("becomes another, has one put onto it, or goes with all the others, as the app answers", async () => {
    const answers = [
      { response_action: "update", view: modal({ title: plain("Next") }) },
      { response_action: "push", view: modal({ title: plain("Over") }) },
      { response_action: "clear" },
    ];
    const stage = openTestStage({ app: () => answering(answers.shift()) });
    await openModal(stage);
    const ada = stage.person("U0ADA");
    const title = () => objectOf(ada.modal()?.view["title"])["text"];
    await ada.submit(undefined, filledIn);
    expect(title()).toBe("Next");
    await ada.submit(undefined, {});
    expect([title(), stage.world.views.modals("U0ADA").length]).toEqual(["Over", 2]);
    await ada.submit(undefined, filledIn);
    expect(ada.modal()).toBeNull();
  });

  test("comes to light again when the one on top of it is done", async () => {
    const answers = [{ response_action: "push", view: modal({ title: plain("Over") }) }, {}];
    const stage = openTestStage({ app: () => answering(answers.shift()) });
    await openModal(stage);
    const ada = stage.person("U0ADA");
    const id = ada.modal()?.id ?? "";
    await ada.submit(undefined, filledIn);
    expect(await ada.submit(id, filledIn)).toMatchObject({ ok: false, told: "This view is not in front." });
    await ada.submit(undefined, filledIn);
    expect(ada.modal()?.id).toBe(id);
  });

  test.for([
    [{ kind: "timeout" }],
    [answering({ response_action: "errors", errors: { nowhere: "no" } })],
    [answering({ response_action: "errors", errors: {} })],
    [answering({ response_action: "update", view: { type: "modal" } })],
    [answering({ response_action: "dance" })],
  ] as const)("stays, and says that something is wrong, after %j", async ([outcome]) => {
    const stage = openTestStage({ app: () => outcome });
    await openModal(stage);
    const ada = stage.person("U0ADA");
    const told = "We had some trouble connecting. Try again?";
    expect(await ada.submit(undefined, filledIn)).toMatchObject({ ok: false, told });
    expect(ada.modal()).not.toBeNull();
    expect(ada.notices()).toHaveLength(1);
    expect(stage.carried).toHaveLength(1);
  });

  test("tells the app of its end only where it asked for that", async () => {
    const stage = openTestStage();
    await openModal(stage);
    expect(await stage.person("U0ADA").close()).toEqual({ ok: true, ackMs: null });
    await openModal(stage, { notify_on_close: true });
    expect(await stage.person("U0ADA").close()).toMatchObject({ ok: true, ackMs: 5 });
    const closed = { type: "view_closed", is_cleared: false, view: { callback_id: "cb" } };
    expect(payloads(stage)).toMatchObject([closed]);
  });

  test("takes the whole stack along where it says so", async () => {
    const over = modal({ clear_on_close: true, notify_on_close: true });
    const stage = openTestStage({ app: () => answering({ response_action: "push", view: over }) });
    await openModal(stage, { notify_on_close: true });
    const ada = stage.person("U0ADA");
    await ada.submit(undefined, filledIn);
    await ada.close();
    expect(ada.modal()).toBeNull();
    const closed = { type: "view_closed", is_cleared: true };
    expect(payloads(stage).slice(1)).toMatchObject([closed, closed]);
  });

  test("belongs to one person", async () => {
    const stage = openTestStage();
    await openModal(stage);
    const id = stage.person("U0ADA").modal()?.id ?? "";
    expect(await stage.person("U0GRACE").submit(id, filledIn)).toMatchObject({ ok: false });
    expect(await stage.person("U0GRACE").close(id)).toMatchObject({ ok: false });
    expect(stage.carried).toEqual([]);
  });
});
