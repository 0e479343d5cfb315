import { WebClient, type WebClientOptions, LogLevel } from "@slack/web-api";
import { describe, expect, test } from "vitest";
import type { Workspace } from "../../../bot/workspace/index.ts";
import { objectOf, objectsOf } from "../../../bot/workspace/json.ts";
import { handClock } from "../../support/hand-clock.ts";
import { callApi, openLive } from "./live.ts";

function clientOf(workspace: Workspace, more: WebClientOptions = {}): WebClient {
  return new WebClient(workspace.botToken.reveal(), {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // What is refused here is refused on purpose.
    logLevel: LogLevel.ERROR,
    logger: silent,
    ...more,
  });
}

const nothing = (): void => undefined;
const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

describe("Slack's own client", () => {
  test("finds itself, and its scopes", async () => {
    await using workspace = await openLive(handClock());
    const who = await clientOf(workspace).auth.test();
    expect(who).toMatchObject({ ok: true, team: "Fettle Local", user: "fettle", bot_id: "B0FETTLE" });
    expect(who.response_metadata?.scopes).toContain("chat:write");
  });

  test("posts, changes, reads back with metadata, and links", async () => {
    await using workspace = await openLive(handClock());
    const { chat, conversations } = clientOf(workspace);
    const metadata = { event_type: "card", event_payload: { key: "inc-1" } };
    const posted = await chat.postMessage({ channel: "#ops-alerts", text: "a & b", metadata });
    expect(posted.message).toMatchObject({ text: "a & b", bot_id: "B0FETTLE" });
    const place = { channel: posted.channel ?? "", ts: posted.ts ?? "" };
    const blocks = [{ type: "section" as const, text: { type: "mrkdwn" as const, text: "*now*" } }];
    await chat.update({ ...place, text: "now", blocks });
    await chat.postMessage({ channel: place.channel, text: "reply", thread_ts: place.ts });
    const { messages } = await conversations.history({ channel: place.channel, include_all_metadata: true });
    expect(messages).toMatchObject([{ text: "now", metadata, blocks, reply_count: 1 }]);
    const thread = await conversations.replies(place);
    expect(thread.messages?.map(({ text }) => text)).toEqual(["now", "reply"]);
    const link = await chat.getPermalink({ channel: place.channel, message_ts: place.ts });
    expect(link.permalink).toContain("/archives/C0ALERTS/p");
  });

  test("pages through what is long", async () => {
    const clock = handClock();
    await using workspace = await openLive(clock);
    const client = clientOf(workspace);
    for (let count = 0; count < 5; count++) {
      await clock.wind(1_000);
      await client.chat.postMessage({ channel: "C0ALERTS", text: `${count}` });
    }
    const texts: unknown[] = [];
    const pages = client.paginate("conversations.history", { channel: "C0ALERTS", limit: 2 });
    for await (const page of pages) {
      texts.push(...objectsOf(objectOf(page)["messages"]).map(({ text }) => text));
    }
    expect(texts).toEqual(["4", "3", "2", "1", "0"]);
  });

  test("uploads a file and shows it, once Slack is done with it", async () => {
    const clock = handClock();
    await using workspace = await openLive(clock);
    const client = clientOf(workspace);
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 255]);
    const upload = await client.filesUploadV2({ file: bytes, filename: "chart.png", title: "Chart" });
    const id = upload.files[0]?.files?.[0]?.id ?? "";
    expect(workspace.backstage.file(id)).toMatchObject({ mimetype: "image/png", name: "chart.png" });
    expect(Buffer.from(workspace.backstage.file(id)?.bytes ?? [])).toEqual(bytes);
    const blocks = [{ type: "image" as const, slack_file: { id }, alt_text: "a chart" }];
    const post = () => client.chat.postMessage({ channel: "C0ALERTS", text: "chart", blocks });
    await expect(post()).rejects.toMatchObject({ data: { error: "invalid_blocks" } });
    await clock.wind(2_000);
    expect((await client.files.info({ file: id })).file?.mimetype).toBe("image/png");
    expect((await post()).ok).toBe(true);
  });

  test("is told what it may not: scope, token, pace", async () => {
    await using workspace = await openLive(handClock());
    const client = clientOf(workspace);
    await expect(client.team.info()).rejects.toMatchObject({
      data: { error: "missing_scope", needed: "team:read" },
    });
    await expect(client.pins.list({ channel: "C0ALERTS" })).rejects.toMatchObject({
      data: { error: "unknown_method" },
    });
    expect(workspace.calls.unknownMethods).toEqual(["pins.list"]);
    const stranger = new WebClient("xoxb-other", { slackApiUrl: workspace.apiUrl, logger: silent });
    await expect(stranger.auth.test()).rejects.toMatchObject({ data: { error: "invalid_auth" } });
    const post = () => client.chat.postMessage({ channel: "C0ALERTS", text: "x" });
    for (let count = 0; count < 3; count++) await post();
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
  });

  test("posts twice what was done and not answered, as Slack lets it", async () => {
    await using workspace = await openLive(handClock());
    const client = clientOf(workspace, { retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 1 } });
    workspace.faults.method("chat.postMessage", { after: "status" });
    await client.chat.postMessage({ channel: "C0ALERTS", text: "once?" });
    workspace.faults.method("chat.postMessage", { after: "drop" });
    await client.chat.postMessage({ channel: "C0NOTES", text: "once?" });
    const ada = workspace.person("U0ADA");
    expect([ada.messages("ops-alerts").length, ada.messages("ops-notes").length]).toEqual([2, 2]);
    expect(workspace.calls.of("chat.postMessage").map(({ status, ok }) => [status, ok])).toEqual([
      [503, false],
      [200, true],
      [0, false],
      [200, true],
    ]);
  });

  test("is cut off, refused or held up on order", async () => {
    const clock = handClock();
    await using workspace = await openLive(clock);
    const client = clientOf(workspace);
    workspace.faults.method("auth.test", { drop: true });
    await expect(client.auth.test()).rejects.toMatchObject({ name: "WebAPIRequestError" });
    workspace.faults.method("auth.test", { error: "internal_error" });
    await expect(client.auth.test()).rejects.toMatchObject({ data: { error: "internal_error" } });
    workspace.faults.method("auth.test", { status: 500 });
    await expect(client.auth.test()).rejects.toMatchObject({ statusCode: 500 });
    workspace.faults.method("auth.test", { status: 429, retryAfter: 30 });
    await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
    workspace.faults.method("auth.test", { delayMs: 5_000, times: 1 });
    const slow = client.auth.test();
    await clock.wind(4_999);
    expect(workspace.calls.of("auth.test")).toHaveLength(4);
    while (clock.pending === 0) await clock.breathe();
    await clock.wind(5_000);
    expect(await slow).toMatchObject({ ok: true });
  });
});

test("the log has every call, without its token", async () => {
  await using workspace = await openLive(handClock());
  const blocks = [{ type: "divider" as const }];
  await clientOf(workspace).chat.postMessage({ channel: "C0ALERTS", text: "x", blocks });
  await callApi(workspace, "chat.postMessage", { channel: "nowhere", text: "x" });
  expect(workspace.calls.api).toMatchObject([
    {
      method: "chat.postMessage",
      args: { channel: "C0ALERTS", text: "x", blocks },
      ok: true,
      error: null,
      status: 200,
    },
    { method: "chat.postMessage", ok: false, error: "channel_not_found", status: 200 },
  ]);
  expect(JSON.stringify(workspace.calls.api)).not.toContain(workspace.botToken.reveal());
  workspace.calls.clear();
  expect(workspace.calls.api).toEqual([]);
});
