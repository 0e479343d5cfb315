import { describe, expect, test } from "vitest";
import { handClock } from "../../../support/hand-clock.ts";
import { objectOf, textOf } from "../../../../bot/workspace/json.ts";
import { callApi, openAppSocket, openLive, settle } from "../live.ts";

describe("a socket", () => {
  test("is greeted, and told how many there are", async () => {
    await using workspace = await openLive(handClock());
    await using one = await openAppSocket(workspace);
    await using two = await openAppSocket(workspace);
    expect(one.frames).toMatchObject([
      { type: "hello", num_connections: 1, connection_info: { app_id: "A0FETTLE" } },
    ]);
    expect(two.frames).toMatchObject([{ type: "hello", num_connections: 2 }]);
    expect(workspace.backstage.snapshot("U0ADA")?.app.connections).toBe(2);
  });

  test("opens with its ticket once, and with none not at all", async () => {
    await using workspace = await openLive(handClock());
    const url = textOf((await callApi(workspace, "apps.connections.open"))["url"]) ?? "";
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=/);
    await using _ = await openAppSocket(workspace, url);
    await expect(openAppSocket(workspace, url)).rejects.toThrow("404");
    await expect(openAppSocket(workspace, url.replace(/ticket=.*/, ""))).rejects.toThrow("404");
    const elsewhere = url.replace("/link/", "/elsewhere/");
    await expect(openAppSocket(workspace, elsewhere)).rejects.toThrow("socket hang up");
  });

  test("is one of ten at most", async () => {
    await using workspace = await openLive(handClock());
    await using sockets = new AsyncDisposableStack();
    for (let count = 1; count <= 10; count++) {
      expect(sockets.use(await openAppSocket(workspace)).frames).toMatchObject([{ num_connections: count }]);
    }
    const eleventh = sockets.use(await openAppSocket(workspace));
    expect(eleventh.frames).toMatchObject([{ type: "disconnect", reason: "too_many_websockets" }]);
    await eleventh.closed;
  });

  test("is pinged every five seconds", async () => {
    const clock = handClock();
    await using workspace = await openLive(clock);
    await using app = await openAppSocket(workspace);
    await clock.wind(15_000);
    await settle(() => app.pings === 3);
    expect(app.pings).toBe(3);
  });
});

describe("an envelope", () => {
  test("goes to one socket, in turn, and carries what Slack sends", async () => {
    await using workspace = await openLive(handClock());
    await using one = await openAppSocket(workspace);
    await using two = await openAppSocket(workspace);
    const ada = workspace.person("U0ADA");
    const acts = [ada.command("/fettle 1"), ada.command("/fettle 2"), ada.say("@fettle hi", "general")];
    await Promise.all([one.came(3), two.came(2)]);
    const [, first, third] = one.frames;
    const [, second] = two.frames;
    expect(first).toMatchObject({
      type: "slash_commands",
      accepts_response_payload: true,
      payload: { command: "/fettle", text: "1" },
    });
    expect(second).toMatchObject({ payload: { text: "2" } });
    expect(third).toMatchObject({
      type: "events_api",
      accepts_response_payload: false,
      retry_attempt: 0,
      retry_reason: "",
      payload: { type: "event_callback", event: { type: "app_mention" } },
    });
    one.ack(first, { text: "done" });
    two.ack(second);
    one.ack(third);
    expect(await Promise.all(acts)).toMatchObject([{ ok: true }, { ok: true }, { ok: true, ackMs: 0 }]);
    expect(ada.ephemerals("general")).toMatchObject([{ text: "done" }]);
  });

  test("is not acknowledged by another socket, nor after three seconds", async () => {
    const clock = handClock();
    await using workspace = await openLive(clock);
    await using one = await openAppSocket(workspace);
    await using two = await openAppSocket(workspace);
    const command = workspace.person("U0ADA").command("/fettle help");
    await one.came(2);
    two.ack(one.frames[1]);
    two.socket.send("no JSON");
    two.socket.send(Buffer.from([1, 2, 3]));
    await clock.wind(3_000);
    expect(await command).toMatchObject({
      ok: false,
      told: '/fettle failed with the error "operation_timeout"',
    });
    await clock.wind(200);
    one.ack(one.frames[1]);
    await settle(() => workspace.calls.deliveries[0]?.lateMs !== null);
    expect(workspace.calls.deliveries).toMatchObject([
      { acked: false, ackMs: null, lateMs: 3_200, attempts: 1 },
    ]);
  });

  test("that an event came in is brought again, to another socket", async () => {
    const clock = handClock();
    await using workspace = await openLive(clock);
    await using one = await openAppSocket(workspace);
    await using two = await openAppSocket(workspace);
    const home = workspace.person("U0ADA").openHome();
    await one.came(2);
    await clock.wind(3_000);
    expect(await home).toEqual({ ok: true, ackMs: null });
    await two.came(2);
    expect(two.frames[1]).toMatchObject({ retry_attempt: 1, retry_reason: "timeout" });
    expect(two.frames[1]?.["payload"]).toEqual(one.frames[1]?.["payload"]);
    expect(two.frames[1]?.["envelope_id"]).not.toBe(one.frames[1]?.["envelope_id"]);
    two.ack(two.frames[1]);
    await settle(() => workspace.calls.deliveries[0]?.acked === true);
    expect(workspace.calls.deliveries).toMatchObject([
      { attempts: 2, type: "events_api", name: "app_home_opened" },
    ]);
  });

  test("finds nobody without a socket: the person is told at once", async () => {
    await using workspace = await openLive(handClock());
    expect(await workspace.person("U0ADA").command("/fettle help")).toMatchObject({
      told: '/fettle failed with the error "dispatch_failed"',
    });
  });
});

describe("trouble on order", () => {
  test("asks sockets to come anew, and closes them ten seconds later", async () => {
    const clock = handClock();
    await using workspace = await openLive(clock);
    await using one = await openAppSocket(workspace);
    await using two = await openAppSocket(workspace);
    workspace.faults.disconnect("warning", "oldest");
    await one.came(2);
    expect(one.frames[1]).toMatchObject({ type: "disconnect", reason: "warning" });
    // Until then it gets its turn: Slack does not promise otherwise.
    const command = workspace.person("U0ADA").command("/fettle help");
    await one.came(3);
    one.ack(one.frames[2]);
    expect(await command).toMatchObject({ ok: true });
    await clock.wind(10_000);
    await one.closed;
    expect(two.frames).toHaveLength(1);
    workspace.faults.disconnect("refresh_requested");
    await two.came(2);
    expect(two.frames[1]).toMatchObject({ reason: "refresh_requested" });
  });

  test("kills sockets without a word", async () => {
    await using workspace = await openLive(handClock());
    await using app = await openAppSocket(workspace);
    workspace.faults.killSockets();
    expect(await app.closed).toBe(1_006);
    await settle(() => workspace.backstage.snapshot("U0ADA")?.app.connections === 0);
    expect(app.frames).toHaveLength(1);
  });

  test("brings the last delivery again in a new envelope, and a click twice at once", async () => {
    await using workspace = await openLive(handClock());
    await using app = await openAppSocket(workspace);
    const home = workspace.person("U0ADA").openHome();
    await app.came(2);
    app.ack(app.frames[1]);
    await home;
    const again = workspace.faults.redeliverLast();
    await app.came(3);
    app.ack(app.frames[2]);
    await again;
    const [, first, second] = app.frames;
    expect(second?.["payload"]).toEqual(first?.["payload"]);
    expect(second?.["envelope_id"]).not.toBe(first?.["envelope_id"]);

    workspace.faults.doubleNext();
    const shortcut = workspace.person("U0ADA").shortcut("incidents.list");
    await app.came(5);
    for (const frame of app.frames.slice(3)) app.ack(frame);
    expect(await shortcut).toMatchObject({ ok: true });
    const triggers = app.frames.slice(3).map(({ payload }) => objectOf(payload)["trigger_id"]);
    expect(new Set(triggers).size).toBe(1);
  });

  test("sends whatever it is told to", async () => {
    await using workspace = await openLive(handClock());
    await using app = await openAppSocket(workspace);
    workspace.faults.sendFrame("null");
    workspace.faults.sendFrame("no JSON {");
    workspace.faults.sendRateLimited();
    await app.came(4);
    expect(app.texts.slice(1, 3)).toEqual(["null", "no JSON {"]);
    expect(app.frames[3]).toMatchObject({
      type: "events_api",
      payload: { type: "app_rate_limited", team_id: "T0LOCAL" },
    });
    expect(objectOf(app.frames[3]?.["payload"])).not.toHaveProperty("event");
  });
});
