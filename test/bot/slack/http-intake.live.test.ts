import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "#core/domain";
import { openMetrics } from "#core/runtime";
import { type HttpIntake, openHttpIntake } from "../../../bot/slack/http-intake.ts";
import { openIntake } from "../../../bot/slack/intake.ts";
import { type HandClock, handClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";

const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const command =
  "command=%2Ffettle&text=help&user_id=U1&team_id=T1&channel_id=C1&trigger_id=t1&response_url=x";

let clock: HandClock;
let server: HttpIntake;
let came: unknown[];

beforeEach(async () => {
  clock = handClock();
  came = [];
  const around = { clock, log: hearLog().log, metrics: openMetrics({ defaults: false }) };
  const intake = openIntake({
    ...around,
    dispatch: async ({ body, ack }) => {
      came.push(body);
      await ack({ text: "done" });
    },
  });
  const listen = { host: "127.0.0.1", port: 0 };
  server = await openHttpIntake({ ...around, listen, signingSecret: new Secret(secret), intake });
});

afterEach(() => server[Symbol.asyncDispose]());

interface Sending {
  readonly body?: string;
  readonly type?: string;
  /** Seconds of the timestamp header, against Fettle's clock. */
  readonly offset?: number;
  readonly signature?: string;
  readonly path?: string;
  readonly method?: string;
  readonly key?: string;
}

async function send(sending: Sending = {}) {
  const { body = command, type = "application/x-www-form-urlencoded", offset = 0, key = secret } = sending;
  const timestamp = String(Math.floor(clock.nowMs() / 1_000) + offset);
  const mac = createHmac("sha256", key).update(`v0:${timestamp}:${body}`).digest("hex");
  const { host, port } = server.address;
  const method = sending.method ?? "POST";
  const answer = await fetch(`http://${host}:${port}${sending.path ?? "/slack/events"}`, {
    method,
    headers: {
      "content-type": type,
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": sending.signature ?? `v0=${mac}`,
    },
    ...(method === "POST" ? { body } : {}),
  });
  return { status: answer.status, text: await answer.text() };
}

test("what Slack has signed just now is taken, and answered with what the handler says", async () => {
  expect(await send()).toEqual({ status: 200, text: '{"text":"done"}' });
  expect(came).toMatchObject([{ command: "/fettle", text: "help", user_id: "U1" }]);
});

test("an interaction is a form with JSON inside, an event is JSON", async () => {
  const click = {
    type: "block_actions",
    trigger_id: "t2",
    user: { id: "U1" },
    actions: [{ type: "button", action_id: "a", block_id: "b" }],
  };
  const event = { type: "event_callback", event_id: "Ev1", team_id: "T1", event: { type: "app_mention" } };
  await send({ body: `payload=${encodeURIComponent(JSON.stringify(click))}` });
  await send({ body: JSON.stringify(event), type: "application/json" });
  expect(came).toEqual([click, event]);
});

describe("nothing is looked at of what", () => {
  test.each<[string, Sending]>([
    ["is signed with another secret", { key: "another" }],
    ["is not signed", { signature: "" }],
    ["has a signature of another shape", { signature: "v1=00" }],
    ["is older than five minutes", { offset: -301 }],
    ["comes from the future", { offset: 301 }],
  ])("%s", async (_, sending) => {
    expect((await send(sending)).status).toBe(401);
    expect(came).toEqual([]);
  });

  test("was changed on the way", async () => {
    const signed = createHmac("sha256", secret).update(`v0:${Math.floor(clock.nowMs() / 1_000)}:${command}`);
    expect(
      (await send({ body: command.replace("help", "ack"), signature: `v0=${signed.digest("hex")}` })).status,
    ).toBe(401);
    expect(came).toEqual([]);
  });

  test("comes a second time, within the minutes in which it is young enough", async () => {
    await send();
    expect(await send()).toEqual({ status: 200, text: "" });
    expect(came).toHaveLength(1);
    // Signed anew, by whoever has the secret: the same trigger is the same click.
    await clock.wind(5_000);
    expect((await send()).status).toBe(200);
    expect(came).toHaveLength(1);
  });

  test.each([
    [404, { path: "/" }],
    [404, { path: "/slack/events/x" }],
    [405, { method: "GET" }],
    [413, { body: "x".repeat(1024 * 1024 + 1) }],
  ] as const)("is answered %i", async (status, sending) => {
    expect((await send(sending)).status).toBe(status);
    expect(came).toEqual([]);
  });
});

test("Slack's challenge and its check of the certificate are answered", async () => {
  const body = JSON.stringify({ type: "url_verification", challenge: "3eZbrw1aB" });
  expect(await send({ body, type: "application/json" })).toEqual({ status: 200, text: "3eZbrw1aB" });
  expect((await send({ body: "ssl_check=1&token=x" })).status).toBe(200);
  expect(came).toEqual([]);
});

test("what is no payload of Slack's is answered, and nothing happens", async () => {
  for (const body of ["payload=null", "payload=%7B", "a=b", ""])
    expect((await send({ body })).status).toBe(200);
  expect(came).toEqual([]);
});

test("a port that is taken is a conflict that names it", async () => {
  const around = { clock, log: hearLog().log, metrics: openMetrics({ defaults: false }) };
  const intake = openIntake({ ...around, dispatch: async () => {} });
  const opening = openHttpIntake({
    ...around,
    listen: server.address,
    signingSecret: new Secret(secret),
    intake,
  });
  await expect(opening).rejects.toMatchObject({ kind: "conflict" });
  await expect(opening).rejects.toThrow(`cannot listen for Slack on 127.0.0.1:${server.address.port}`);
});
