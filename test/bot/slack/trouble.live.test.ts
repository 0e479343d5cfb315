import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Guard } from "#core/access";
import type { Person } from "../../../bot/workspace/index.ts";
import { cardIn, openStage, type Stage, until, type Way } from "./stage.ts";

let stage: Stage;
let grace: Person;

async function open(options: Parameters<typeof openStage>[0] = {}): Promise<void> {
  stage = await openStage(options);
  grace = stage.person("U0GRACE");
}

afterEach(() => stage[Symbol.asyncDispose]());

const cards = () => grace.messages("#ops-alerts");
const replies = async () => grace.thread("#ops-alerts", (await cardIn(grace, "#ops-alerts")).ts).slice(1);
const posts = () => stage.workspace.calls.of("chat.postMessage").length;

describe("a card is posted once", () => {
  beforeEach(() => open());

  test.each([
    ["answers 503 after it has done it", { after: "status" }],
    ["cuts the connection after it has done it", { after: "drop" }],
  ] as const)("although Slack %s", async (_, fault) => {
    stage.workspace.faults.method("chat.postMessage", fault);
    await stage.see();
    await until(async () => (await replies()).length === 1, "the details below the card");
    expect(cards()).toHaveLength(1);
    // It was found by its key, not sent again: one call for the card, one for its details.
    expect(posts()).toBe(2);
    expect(stage.workspace.calls.of("conversations.history")).toHaveLength(1);
  });

  test.each([
    ["answers 503 without doing it", { status: 503 }],
    ["cuts the connection before", { drop: true }],
    ["says that something went wrong inside", { error: "internal_error" }],
    ["is asked too often", { status: 429, retryAfter: 1 }],
  ] as const)("although Slack %s", async (_, fault) => {
    stage.workspace.faults.method("chat.postMessage", fault);
    await stage.see();
    await until(async () => (await replies()).length === 1, "the details below the card");
    expect(cards()).toHaveLength(1);
    expect(posts()).toBe(3);
  });

  test("although the process dies between the sending and its answer", async () => {
    stage.workspace.faults.method("chat.postMessage", { after: "drop" });
    await stage.see();
    await until(() => cards().length === 1);
    // What happens before the card is found again is shown by an edit of what was found.
    await stage.see({ severity: 5 });
    await stage.restart();
    await until(() => cards()[0]?.text.includes("SEV5"), "the edit");
    await until(async () => (await replies()).length === 2, "the details and the news below the card");
    expect(cards()).toHaveLength(1);
    expect(posts()).toBe(3);
  });

  test("and once more after a start with a workspace that knows nothing of it", async () => {
    await stage.see();
    await cardIn(grace, "#ops-alerts");
    await stage.restart(true);
    await until(() => cards().length === 2);
    await until(async () => (await stage.store.read((r) => r.posts.countWaiting())) === 0);
    expect(grace.thread("#ops-alerts", cards()[1]?.ts ?? "")).toHaveLength(2);
  });

  test("and not at all any more where Slack does not let Fettle look", async () => {
    stage.workspace.faults.method("chat.postMessage", { after: "drop" });
    stage.workspace.faults.method("conversations.history", { error: "missing_scope" });
    await stage.see();
    await until(async () => (await stage.store.read((r) => r.posts.failed(1))).length > 0);
    expect(await stage.store.read((r) => r.posts.byKey("card:inc-1"))).toMatchObject({
      state: { kind: "unknown" },
    });
    expect(posts()).toBe(1);
    await grace.command("/fettle status");
    await until(() => grace.ephemerals().length > 0);
    expect(JSON.stringify(grace.ephemerals()[0]?.blocks)).toContain("inc-1 is not shown in #ops-alerts");
  });

  test("and anew when somebody deletes it: what goes on must be seen", async () => {
    await stage.see();
    await cardIn(grace, "#ops-alerts");
    stage.workspace.faults.method("chat.update", { error: "message_not_found" });
    await stage.see({ severity: 5 });
    await until(() => cards().length === 2);
    expect(cards()[1]?.text).toContain("SEV5");
  });
});

describe("a card that stands there", () => {
  beforeEach(() => open());

  test("is shown as text alone where Slack does not take the blocks of its edit", async () => {
    await stage.see();
    await cardIn(grace, "#ops-alerts");
    stage.workspace.faults.method("chat.update", { error: "msg_too_long" });
    await stage.see({ severity: 5 });
    await until(() => cards()[0]?.text.includes("SEV5"), "the text");
    expect(cards()[0]?.blocks).toEqual([]);
  });

  test("stays the one when Fettle is put out of the channel and let in again", async () => {
    await stage.see();
    await cardIn(grace, "#ops-alerts");
    stage.workspace.faults.method("chat.update", { error: "not_in_channel" });
    await stage.see({ severity: 5 });
    await until(() => stage.workspace.calls.of("chat.update").length > 0);
    const channel = "ops-alerts";
    await stage.workspace.events.emit({ type: "member_joined_channel", user: "U0FETTLE", channel });
    await until(() => cards()[0]?.text.includes("SEV5"), "the edit");
    expect(cards()).toHaveLength(1);
  });

  test("and that nobody could find is found once Fettle may look again", async () => {
    stage.workspace.faults.method("chat.postMessage", { after: "drop" });
    stage.workspace.faults.method("conversations.history", { error: "missing_scope" });
    await stage.see();
    await until(async () => (await stage.store.read((r) => r.posts.failed(1))).length > 0);
    const channel = "ops-alerts";
    await stage.workspace.events.emit({ type: "member_joined_channel", user: "U0FETTLE", channel });
    await until(async () => (await replies()).length === 1, "the details below the card that was found");
    expect(cards()).toHaveLength(1);
  });
});

test("a stop does not wait for as long as Slack wants Fettle to", async () => {
  await open();
  await stage.see();
  await cardIn(grace, "#ops-alerts");
  stage.workspace.faults.method("chat.update", { status: 429, retryAfter: 30 });
  await stage.see({ severity: 5 });
  await until(() => stage.workspace.calls.of("chat.update").length > 0);
  const startedMs = performance.now();
  await stage.stop();
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test("a channel that Slack holds up does not hold up the others", async () => {
  await open();
  await stage.see();
  await cardIn(grace, "#ops-alerts");
  stage.workspace.faults.method("chat.postMessage", { delayMs: 4_000 });
  const before = posts();
  await stage.see({ rule: "slow", event: "slow" });
  // Whichever post comes first is held up.
  await until(() => posts() > before, "the post that is held up");
  await stage.see({ rule: "quick", event: "quick", severity: 2, labels: {} });
  const startedMs = performance.now();
  await until(() => grace.messages("#ops-notes").length === 1, "the card in the other channel");
  expect(performance.now() - startedMs).toBeLessThan(3_500);
});

describe("a storm of 429", () => {
  test("delays edits, loses none, and holds up no click", async () => {
    await open();
    await stage.see();
    const card = await cardIn(grace, "#ops-alerts");
    stage.workspace.faults.method("chat.update", { status: 429, retryAfter: 1, times: 3 });
    await stage.see({ severity: 5 });
    await until(() => stage.workspace.calls.of("chat.update").length > 0);
    const { ok, ackMs } = await grace.click({
      message: card,
      action: "incident.more",
      value: "details:inc-1",
    });
    expect(ok).toBe(true);
    expect(ackMs ?? 9_999).toBeLessThan(1_000);
    await until(() => grace.modal() !== null, "the modal, whose trigger lives three seconds");
    await until(() => cards()[0]?.text.includes("SEV5"));
    const [refused] = await stage.metric("fettle_slack_rate_limited_total");
    expect(refused).toContain('{method="chat.update"}');
  });
});

describe.each<Way>(["socket", "http"])("by %s", (way) => {
  /** A guard that takes its time, so that something can happen meanwhile. */
  function slow(): {
    readonly guard: (guard: Guard) => Guard;
    readonly begun: Promise<void>;
    readonly go: () => void;
  } {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    return {
      guard: (guard) => ({
        ...guard,
        inStore: async (request, work) => {
          begun.resolve();
          await gate.promise;
          return guard.inStore(request, work);
        },
      }),
      begun: begun.promise,
      go: () => gate.resolve(),
    };
  }

  test("Fettle stops in the midst of a click, whose effect is there all the same", async () => {
    const { guard, begun, go } = slow();
    await open({ way, guard });
    await stage.see();
    const clicked = grace.click({
      message: await cardIn(grace, "#ops-alerts"),
      action: "incident.acknowledge",
    });
    await begun;
    const stopped = stage.stop();
    // What comes now is not taken: Slack tells whoever did it, or delivers it again elsewhere.
    const late = grace.command("/fettle status");
    go();
    expect(await clicked).toMatchObject({ ok: true });
    await stopped;
    expect(await late).toMatchObject({ ok: false });
    expect(await stage.audit()).toEqual(["U0GRACE incident.acknowledge done"]);
  });
});

describe("a socket", () => {
  test("that is killed in the midst of a click leaves one effect, and is replaced", async () => {
    await open({
      guard: (guard) => ({
        ...guard,
        inStore: async (request, work) => {
          stage.workspace.faults.killSockets();
          return guard.inStore(request, work);
        },
      }),
    });
    await stage.see();
    await grace.click({ message: await cardIn(grace, "#ops-alerts"), action: "incident.acknowledge" });
    await until(async () => (await stage.incident("inc-1")).state.kind === "acknowledged");
    await until(() => cards()[0]?.text.includes("is on it"));
    await until(async () => (await stage.metric("fettle_slack_sockets "))[0] === "fettle_slack_sockets 2");
    expect(await grace.command("/fettle whoami")).toMatchObject({ ok: true });
    expect(await stage.audit()).toEqual(["U0GRACE incident.acknowledge done"]);
  });

  test("that Slack wants to refresh is replaced before it goes, and no command is lost", async () => {
    await open();
    const answers: boolean[] = [];
    for (let i = 0; i < 60; i++) {
      if (i === 10) stage.workspace.faults.disconnect("warning", "oldest");
      if (i === 30) stage.workspace.faults.disconnect("refresh_requested", "all");
      answers.push((await grace.command("/fettle whoami")).ok);
    }
    expect(answers.filter((ok) => !ok)).toEqual([]);
    expect(stage.slack.trouble).toBeUndefined();
  });

  test("that brings nonsense goes on", async () => {
    await open();
    for (const frame of [
      "null",
      "[]",
      "{}",
      "no json",
      '{"type":"events_api","envelope_id":"e1"}',
      '"\\ud800"',
    ]) {
      stage.workspace.faults.sendFrame(frame);
    }
    stage.workspace.faults.sendRateLimited();
    expect(await grace.command("/fettle whoami")).toMatchObject({ ok: true });
    expect(stage.slack.trouble).toBeUndefined();
    expect(await stage.metric('fettle_slack_deliveries_total{outcome="notice"}')).toHaveLength(1);
  });
});
