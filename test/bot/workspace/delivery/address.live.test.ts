import type { Clock } from "#core/runtime";
import { verifySlackRequest } from "@slack/bolt";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import type { Workspace } from "../../../../bot/workspace/index.ts";
import { objectOf, parseJson } from "../../../../bot/workspace/json.ts";
import { readBody } from "../../../../bot/workspace/server/body.ts";
import { handClock } from "../../../support/hand-clock.ts";
import { openLive, settle } from "../live.ts";
import { manifestText, textLike } from "../stage.ts";

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (response: ServerResponse, heard: Heard) => void;

/** An app that listens on a port, and hears what is signed. */
async function openApp(
  clock: Clock,
  answer: Answer,
): Promise<AsyncDisposable & { workspace: Workspace; heard: Heard[] }> {
  const heard: Heard[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one = { headers: request.headers, body: (await readBody(request, 1e6))?.toString() ?? "" };
    heard.push(one);
    answer(response, one);
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const workspace = await openLive(clock, {
    manifest: manifestText.replace("socket_mode_enabled: true", "socket_mode_enabled: false"),
    deliverTo: { url: `http://127.0.0.1:${port}/slack/events` },
  });
  return {
    workspace,
    heard,
    [Symbol.asyncDispose]: async () => {
      await workspace[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const fine: Answer = (response) => void response.end();

function verify({ workspace }: { workspace: Workspace }, { headers, body }: Heard, clock: Clock): void {
  verifySlackRequest({
    signingSecret: workspace.signingSecret.reveal(),
    body,
    headers: {
      "x-slack-signature": String(headers["x-slack-signature"]),
      "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
    },
    nowMilliseconds: clock.nowMs(),
  });
}

describe("an app with an address", () => {
  test("gets commands as a form, interactions as a payload in one, events as JSON, all of them signed", async () => {
    const clock = handClock();
    await using app = await openApp(clock, fine);
    const ada = app.workspace.person("U0ADA");
    expect(await ada.command("/fettle help & more")).toMatchObject({ ok: true });
    expect(await ada.shortcut("incidents.list")).toMatchObject({ ok: true });
    expect(await ada.openHome()).toMatchObject({ ok: true });
    const [command, shortcut, event] = app.heard;
    for (const one of app.heard) expect(() => verify(app, one, clock)).not.toThrow();
    expect(Object.fromEntries(new URLSearchParams(command?.body))).toMatchObject({
      command: "/fettle",
      text: "help &amp; more",
      is_enterprise_install: "false",
    });
    const payload = new URLSearchParams(shortcut?.body).get("payload") ?? "";
    expect(parseJson(payload)).toMatchObject({ type: "shortcut", callback_id: "incidents.list" });
    expect(parseJson(event?.body ?? "")).toMatchObject({
      type: "event_callback",
      event: { type: "app_home_opened" },
    });
    expect(app.heard.map(({ headers }) => headers["content-type"])).toEqual([
      "application/x-www-form-urlencoded",
      "application/x-www-form-urlencoded",
      "application/json",
    ]);
    expect(event?.headers).not.toHaveProperty("x-slack-retry-num");
  });

  test("answers a command with text or JSON in its acknowledgement", async () => {
    const answers = ["plain", JSON.stringify({ text: "loud", response_type: "in_channel" })];
    await using app = await openApp(handClock(), (response) => void response.end(answers.shift()));
    const ada = app.workspace.person("U0ADA");
    await ada.command("/fettle 1");
    await ada.command("/fettle 2");
    expect(ada.ephemerals("general")).toMatchObject([{ text: "plain" }]);
    expect(ada.messages("general")).toMatchObject([{ text: "loud" }]);
  });

  test("gets events again that it fails, numbered and with the reason", async () => {
    const clock = handClock();
    const statuses = [500, 302, 200];
    await using app = await openApp(clock, (response) => {
      response.statusCode = statuses.shift() ?? 200;
      response.end();
    });
    await app.workspace.person("U0ADA").openHome();
    await settle(() => app.heard.length === 2);
    await clock.wind(60_000);
    await settle(() => app.heard.length === 3);
    expect(
      app.heard.map(({ headers }) => [headers["x-slack-retry-num"], headers["x-slack-retry-reason"]]),
    ).toEqual([
      [undefined, undefined],
      ["1", "http_error"],
      ["2", "http_error"],
    ]);
    expect(new Set(app.heard.map(({ body }) => body)).size).toBe(1);
    await settle(() => app.workspace.calls.deliveries[0]?.acked === true);
    expect(app.workspace.calls.deliveries).toMatchObject([{ attempts: 3, id: textLike(/^http-/) }]);
  });

  test("that wants no more of an event gets it no more", async () => {
    const clock = handClock();
    await using app = await openApp(clock, (response) => {
      response.writeHead(500, { "x-slack-no-retry": "1" });
      response.end();
    });
    await app.workspace.person("U0ADA").openHome();
    await clock.wind(600_000);
    expect(app.heard).toHaveLength(1);
  });

  test("that does not answer a command in three seconds is told of, and so is one that is not there", async () => {
    const clock = handClock();
    await using app = await openApp(clock, () => undefined);
    const command = app.workspace.person("U0ADA").command("/fettle help");
    await settle(() => app.heard.length === 1);
    await clock.wind(3_000);
    expect(await command).toMatchObject({ told: '/fettle failed with the error "operation_timeout"' });

    const manifest = manifestText.replace("socket_mode_enabled: true", "socket_mode_enabled: false");
    await using alone = await openLive(handClock(), { manifest });
    expect(await alone.person("U0ADA").command("/fettle help")).toMatchObject({
      told: '/fettle failed with the error "dispatch_failed"',
    });
    expect(await alone.person("U0ADA").shortcut("incidents.list")).toMatchObject({
      told: "This app is not responding right now.",
    });
  });

  test("that fails a click has its status told", async () => {
    await using app = await openApp(handClock(), (response) => {
      response.statusCode = 404;
      response.end();
    });
    expect(await app.workspace.person("U0ADA").shortcut("incidents.list")).toMatchObject({
      told: "This app responded with Status Code 404.",
    });
  });

  test("is asked for its challenge", async () => {
    const clock = handClock();
    await using app = await openApp(clock, (response, { body }) => {
      response.end(JSON.stringify({ challenge: objectOf(parseJson(body))["challenge"] }));
    });
    expect(await app.workspace.verifyUrl()).toBe(true);
    const [asked] = app.heard;
    expect(parseJson(asked?.body ?? "")).toMatchObject({ type: "url_verification" });
    await using deaf = await openApp(clock, fine);
    expect(await deaf.workspace.verifyUrl()).toBe(false);
  });
});
