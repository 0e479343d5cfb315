import { systemClock } from "#core/runtime";
import { App, HTTPReceiver, LogLevel } from "@slack/bolt";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import type { Workspace } from "../../../bot/workspace/index.ts";
import { openLive, settle } from "./live.ts";
import { manifestText } from "./stage.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });

/** What the bot does in small: a command, a button, a modal, a mention. */
function teach(app: App): void {
  app.command("/fettle", async ({ ack, command, respond }) => {
    await ack(`you said ${command.text}`);
    await respond({ text: "and more", response_type: "in_channel" });
  });
  app.action("incident.note", async ({ ack, body, client }) => {
    await ack();
    const trigger_id = "trigger_id" in body ? body.trigger_id : "";
    const element = { type: "plain_text_input" as const, action_id: "text" };
    const blocks = [{ type: "input" as const, block_id: "note", label: plain("Note"), element }];
    const view = {
      type: "modal" as const,
      callback_id: "note",
      title: plain("Note"),
      submit: plain("Keep"),
      blocks,
    };
    await client.views.open({ trigger_id, view });
  });
  app.view("note", async ({ ack, view, client }) => {
    const text = view.state.values["note"]?.["text"]?.value ?? "";
    if (text === "bad") return ack({ response_action: "errors", errors: { note: "not that" } });
    await ack();
    await client.chat.postMessage({ channel: "#ops-notes", text });
  });
  app.event("app_mention", async ({ event, say }) => {
    await say({ text: "yes?", thread_ts: event.ts });
  });
}

async function use(workspace: Workspace, app: App): Promise<void> {
  const ada = workspace.person("U0ADA");
  expect(await ada.command("/fettle status")).toMatchObject({ ok: true });
  expect(ada.ephemerals("general")).toMatchObject([{ text: "you said status" }]);
  await settle(() => ada.messages("general").length === 1);
  const elements = [{ type: "button" as const, text: plain("Note"), action_id: "incident.note" }];
  const card = { channel: "#ops-alerts", text: "card", blocks: [{ type: "actions" as const, elements }] };
  const posted = await app.client.chat.postMessage(card);
  expect(await ada.click({ message: posted.ts ?? "", action: "incident.note" })).toMatchObject({ ok: true });
  await settle(() => ada.modal() !== null);
  expect(await ada.submit(undefined, { note: { text: "bad" } })).toMatchObject({ ok: true });
  expect(ada.modal()?.errors).toEqual({ note: "not that" });
  expect(await ada.submit(undefined, { note: { text: "good" } })).toMatchObject({ ok: true });
  expect(ada.modal()).toBeNull();
  await settle(() => ada.messages("ops-notes").length === 1);
  expect(await ada.say("@fettle hello", "general")).toMatchObject({ ok: true });
  const [, mention] = ada.messages("general");
  await settle(() => ada.thread("general", mention?.ts ?? "").length === 2);
  expect(workspace.calls.unknownMethods).toEqual([]);
  expect(workspace.calls.deliveries.every(({ acked }) => acked)).toBe(true);
}

describe("a real Bolt app works", () => {
  test("over Socket Mode", async () => {
    expect.hasAssertions();
    await using workspace = await openLive(systemClock);
    const app = new App({
      token: workspace.botToken.reveal(),
      appToken: workspace.appToken.reveal(),
      socketMode: true,
      clientOptions: { slackApiUrl: workspace.apiUrl },
      logLevel: LogLevel.ERROR,
    });
    teach(app);
    await app.start();
    await use(workspace, app);
    await app.stop();
    // Bolt says that it stopped before it closed its socket.
    await settle(() => workspace.backstage.snapshot("U0ADA")?.app.connections === 0);
  });

  test("over HTTP, with signatures", async () => {
    const port = await freePort();
    await using workspace = await openLive(systemClock, {
      manifest: manifestText.replace("socket_mode_enabled: true", "socket_mode_enabled: false"),
      deliverTo: { url: `http://127.0.0.1:${port}/slack/events` },
    });
    const signingSecret = workspace.signingSecret.reveal();
    const app = new App({
      token: workspace.botToken.reveal(),
      receiver: new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR }),
      clientOptions: { slackApiUrl: workspace.apiUrl },
      logLevel: LogLevel.ERROR,
    });
    teach(app);
    await app.start({ port, host: "127.0.0.1" });
    expect(await workspace.verifyUrl()).toBe(true);
    await use(workspace, app);
    await app.stop();
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return typeof address === "object" && address !== null ? address.port : 0;
}
