import { describe, expect, test } from "vitest";
import { respond } from "../../../../bot/workspace/api/respond.ts";
import { openTestStage } from "../stage.ts";
import { withButtons } from "../doing.ts";

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });

describe("an answer to what somebody did", () => {
  const command = { user: "U0ADA", channel: "C0SHOP", message: null };

  test("is for that person alone, unless it is for the channel; the app need not be in there", () => {
    const stage = openTestStage();
    expect(respond(stage.world, command, { text: "psst" })).toBeUndefined();
    expect(respond(stage.world, command, { text: "all", response_type: "in_channel" })).toBeUndefined();
    expect(stage.person("U0ADA").ephemerals("shop")).toMatchObject([{ text: "psst", user: "U0FETTLE" }]);
    expect(stage.person("U0GRACE").ephemerals("shop")).toEqual([]);
    expect(stage.person("U0GRACE").messages("shop")).toMatchObject([{ text: "all" }]);
  });

  test("takes the place of the message that was clicked, or takes it away", async () => {
    const stage = openTestStage();
    const ts = await withButtons(stage);
    const clicked = { user: "U0ADA", channel: "C0ALERTS", message: ts };
    const replaced = { replace_original: true, text: "now", blocks: [section("now")] };
    expect(respond(stage.world, clicked, replaced)).toBeUndefined();
    const ada = stage.person("U0ADA");
    expect(ada.messages("ops-alerts")).toMatchObject([{ ts, text: "now", blocks: [section("now")] }]);
    expect(respond(stage.world, clicked, { text: "beside" })).toBeUndefined();
    expect([ada.messages("ops-alerts").length, ada.ephemerals("ops-alerts").length]).toEqual([1, 1]);
    expect(respond(stage.world, clicked, { delete_original: true })).toBeUndefined();
    expect(ada.messages("ops-alerts")).toEqual([]);
  });

  test("replaces what only one person sees, for that person", async () => {
    const stage = openTestStage();
    const args = { channel: "C0ALERTS", user: "U0ADA", text: "psst" };
    const { message_ts: ts } = await stage.call("chat.postEphemeral", args);
    const clicked = { user: "U0ADA", channel: "C0ALERTS", message: String(ts) };
    respond(stage.world, clicked, { replace_original: true, text: "done" });
    expect(stage.person("U0ADA").ephemerals()).toMatchObject([{ ts, text: "done", ephemeral: true }]);
  });

  test.for([
    [{}, "no_text"],
    [{ text: "x", response_type: "loud" }, "invalid_response_type"],
    [{ text: "x", blocks: [{ type: "foo" }] }, "invalid_blocks"],
    [{ text: "x", attachments: [] }, "invalid_arguments"],
  ] as const)("%j is refused with %s", ([args, error]) => {
    const stage = openTestStage();
    expect(respond(stage.world, command, args)).toMatchObject({ error });
    expect(stage.person("U0ADA").ephemerals("shop")).toEqual([]);
  });
});
