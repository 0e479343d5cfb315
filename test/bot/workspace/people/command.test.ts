import { describe, expect, test } from "vitest";
import { answering, manifestText, openTestStage, someText, textLike } from "../stage.ts";
import { payloads } from "../doing.ts";

describe("a slash command", () => {
  test("reaches the app as Slack sends it", async () => {
    const stage = openTestStage();
    const typed = '/fettle ack "disk full" @grace';
    expect(await stage.person("U0ADA").command(typed, "#ops-alerts")).toMatchObject({ ok: true, ackMs: 5 });
    expect(stage.carried[0]?.outgoing).toMatchObject({
      type: "slash_commands",
      name: "/fettle",
      takesAnswer: true,
    });
    expect(payloads(stage)).toEqual([
      {
        token: "verification",
        team_id: "T0LOCAL",
        team_domain: "fettle-local",
        channel_id: "C0ALERTS",
        channel_name: "ops-alerts",
        user_id: "U0ADA",
        user_name: "ada",
        command: "/fettle",
        text: "ack “disk full” <@U0GRACE|grace>",
        api_app_id: "A0FETTLE",
        is_enterprise_install: "false",
        response_url: textLike(/^http:\/\/127\.0\.0\.1:1\/response\/./),
        trigger_id: someText,
      },
    ]);
  });

  test("of a stranger carries the stranger's team", async () => {
    const stage = openTestStage();
    await stage.person("U0OUT").command("/fettle help", "partners");
    expect(payloads(stage)).toMatchObject([
      { team_id: "T0OTHER", team_domain: "elsewhere", user_id: "U0OUT" },
    ]);
  });

  test("without escaping keeps names as they were typed", async () => {
    const manifest = manifestText.replace("should_escape: true", "should_escape: false");
    const stage = openTestStage({ manifest });
    await stage.person("U0ADA").command("/fettle tell @grace a & b");
    expect(payloads(stage)).toMatchObject([{ text: "tell @grace a &amp; b" }]);
  });

  test("may be answered with its acknowledgement, for one person or for all", async () => {
    const quiet = openTestStage({ app: () => answering({ text: "done" }) });
    await quiet.person("U0ADA").command("/fettle status", "ops-alerts");
    expect(quiet.person("U0ADA").ephemerals("ops-alerts")).toMatchObject([{ text: "done" }]);
    expect(quiet.person("U0GRACE").ephemerals("ops-alerts")).toEqual([]);
    const loud = openTestStage({ app: () => answering({ text: "done", response_type: "in_channel" }) });
    await loud.person("U0ADA").command("/fettle status", "ops-alerts");
    expect(loud.person("U0GRACE").messages("ops-alerts")).toMatchObject([{ text: "done", user: "U0FETTLE" }]);
  });

  test.for([
    [{ kind: "timeout" }, "operation_timeout"],
    [{ kind: "unreachable" }, "dispatch_failed"],
    [{ kind: "status", status: 500, noRetry: false }, "dispatch_failed"],
    [answering({ blocks: [{ type: "foo" }] }), "invalid_command_response"],
  ] as const)("that ends in %j is told to the person", async ([outcome, error]) => {
    const stage = openTestStage({ app: () => outcome });
    const ada = stage.person("U0ADA");
    const told = `/fettle failed with the error "${error}"`;
    expect(await ada.command("/fettle help")).toEqual({ ok: false, told, ackMs: null });
    expect(ada.notices()).toMatchObject([{ text: told, channel: "C0GENERAL" }]);
    await stage.clock.wind(600_000);
    expect(stage.carried).toHaveLength(1);
  });

  test("that the manifest does not declare is never delivered, nor one where the person is not", async () => {
    const stage = openTestStage();
    const told = "/other is not a valid command.";
    expect(await stage.person("U0ADA").command("/other help")).toMatchObject({ ok: false, told });
    expect(await stage.person("U0SINGLE").command("/fettle help", "shop")).toMatchObject({ ok: false });
    expect(stage.carried).toEqual([]);
  });
});
