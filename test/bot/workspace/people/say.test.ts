import { describe, expect, test } from "vitest";
import { manifestText, manifestWithout, openTestStage, textLike } from "../stage.ts";
import { payloads } from "../doing.ts";

describe("writing", () => {
  test("to the app is an event of its direct messages", async () => {
    const stage = openTestStage();
    await stage.person("U0ADA").say("hello <b>", "dm");
    expect(payloads(stage)).toMatchObject([
      {
        type: "event_callback",
        team_id: "T0LOCAL",
        api_app_id: "A0FETTLE",
        event: {
          type: "message",
          channel_type: "im",
          channel: "D0ADA",
          user: "U0ADA",
          text: "hello &lt;b&gt;",
        },
        event_id: textLike(/^Ev/),
        event_time: 1_767_225_600,
        authorizations: [{ team_id: "T0LOCAL", user_id: "U0FETTLE", is_bot: true }],
        is_ext_shared_channel: false,
      },
    ]);
  });

  test("the app's name where it is a member is a mention, with its thread and who shares the channel", async () => {
    const stage = openTestStage();
    const ada = stage.person("U0ADA");
    await ada.say("root", "partners");
    const [root] = ada.messages("partners");
    await stage.person("U0OUT").say("@fettle help", "partners", root?.ts);
    const event = { type: "app_mention", thread_ts: root?.ts, team: "T0OTHER", text: "<@U0FETTLE> help" };
    const wrapper = { team_id: "T0OTHER", context_team_id: "T0LOCAL", is_ext_shared_channel: true };
    expect(payloads(stage)).toMatchObject([{ event, ...wrapper }]);
    await ada.say("@fettle help", "shop");
    await ada.say("nothing for it", "partners");
    expect(stage.carried).toHaveLength(1);
  });

  test("raises nothing that the manifest does not subscribe to", async () => {
    const stage = openTestStage({ manifest: manifestWithout("message\\.im") });
    expect(await stage.person("U0ADA").say("hello", "dm")).toEqual({ ok: true, ackMs: null });
    expect(stage.carried).toEqual([]);
  });

  test("to an app that takes no messages is refused, as is writing into a thread that is not there", async () => {
    const manifest = manifestText.replace(
      "messages_tab_read_only_enabled: false",
      "messages_tab_read_only_enabled: true",
    );
    const stage = openTestStage({ manifest });
    expect(await stage.person("U0ADA").say("hello", "dm")).toMatchObject({ ok: false });
    expect(await stage.person("U0ADA").say("hello", "general", "1.1")).toMatchObject({ ok: false });
    expect(stage.person("U0ADA").messages("general")).toEqual([]);
  });
});
