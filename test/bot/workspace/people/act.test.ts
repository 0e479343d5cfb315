import { describe, expect, test } from "vitest";
import { defaultFixture } from "../../../../bot/workspace/index.ts";
import { objectOf } from "../../../../bot/workspace/json.ts";
import { act } from "../../../../bot/workspace/people/act.ts";
import { openTestStage, someText } from "../stage.ts";
import { payloads, withButtons } from "../doing.ts";

describe("shortcuts", () => {
  test("global ones give a trigger, and ones on a message the message", async () => {
    const stage = openTestStage();
    const ts = await withButtons(stage);
    const ada = stage.person("U0ADA");
    await ada.shortcut("incidents.list");
    await ada.shortcut("incident.note", { channel: "ops-alerts", ts });
    const message = {
      message_ts: ts,
      message: { ts },
      channel: { id: "C0ALERTS" },
      response_url: someText,
    };
    expect(payloads(stage)).toMatchObject([
      {
        type: "shortcut",
        callback_id: "incidents.list",
        trigger_id: someText,
        user: { id: "U0ADA" },
      },
      { type: "message_action", callback_id: "incident.note", ...message },
    ]);
  });

  test("that the manifest does not declare do not exist, nor without a message where one is needed", async () => {
    const stage = openTestStage();
    const ada = stage.person("U0ADA");
    expect(await ada.shortcut("other")).toMatchObject({ ok: false });
    expect(await ada.shortcut("incident.note")).toMatchObject({ ok: false });
    expect(stage.carried).toEqual([]);
  });
});

describe("who acts", () => {
  test("is a person: bots and those who have left are nobody here", async () => {
    const stage = openTestStage();
    for (const id of ["U0FETTLE", "U0GONE", "U0X"]) {
      expect(() => stage.person(id)).toThrow(/nobody who can act/);
      const told = "This account cannot do anything here.";
      expect(await act(stage, id, { kind: "home" })).toMatchObject({ ok: false, told });
    }
    expect(stage.carried).toEqual([]);
  });

  test("sees as much as Slack shows them", async () => {
    const stage = openTestStage();
    await withButtons(stage);
    expect(() => stage.person("U0ADA").messages("nowhere")).toThrow(/no channel nowhere/);
    expect(stage.person("U0ADA").messages("ops-alerts")).toHaveLength(1);
    expect(stage.person("U0SINGLE").messages("ops-alerts")).toEqual([]);
    expect(stage.person("U0OUT").messages("ops-alerts")).toEqual([]);
  });

  test("joins public channels, and the app hears of it where it is in there", async () => {
    const lobby = { id: "C0LOBBY", name: "lobby", members: ["U0FETTLE"] };
    const stage = openTestStage({ fixture: { ...defaultFixture, channels: [lobby] } });
    const ada = stage.person("U0ADA");
    expect(await ada.say("hi", "lobby")).toMatchObject({ ok: false });
    expect(await ada.join("lobby")).toMatchObject({ ok: true, ackMs: 5 });
    const event = { type: "member_joined_channel", user: "U0ADA", channel: "C0LOBBY" };
    expect(payloads(stage)).toMatchObject([{ event }]);
    expect(await ada.say("hi", "lobby")).toMatchObject({ ok: true });
    expect(await stage.person("U0GUEST").join("lobby")).toMatchObject({ ok: false });
  });

  test("opens the Home tab, which is an event with the view that is there", async () => {
    const stage = openTestStage();
    const ada = stage.person("U0ADA");
    await ada.openHome();
    const event = { type: "app_home_opened", tab: "home", channel: "D0ADA", user: "U0ADA" };
    expect(payloads(stage)[0]).toMatchObject({ event });
    expect(objectOf(payloads(stage)[0]?.["event"])).not.toHaveProperty("view");
    await stage.call("views.publish", { user_id: "U0ADA", view: { type: "home", blocks: [] } });
    await ada.openHome();
    expect(payloads(stage)[1]).toMatchObject({ event: { view: { type: "home" } } });
  });

  test("dismisses what Slack told them", async () => {
    const stage = openTestStage({ app: () => ({ kind: "timeout" }) });
    const ada = stage.person("U0ADA");
    await ada.command("/fettle help");
    const [notice] = ada.notices();
    expect(await act(stage, "U0ADA", { kind: "dismiss", notice: notice?.id ?? 0 })).toMatchObject({
      ok: true,
    });
    expect(ada.notices()).toEqual([]);
  });
});
