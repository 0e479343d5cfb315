import { describe, expect, test } from "vitest";
import { openBackstage } from "../../../bot/workspace/backstage.ts";
import { openTestStage } from "./stage.ts";

function openBoth() {
  const stage = openTestStage();
  return { stage, backstage: openBackstage(stage) };
}

describe("what the page sees", () => {
  test("is all that one person sees, and nothing for those who are nobody here", () => {
    const { backstage } = openBoth();
    expect(backstage.snapshot("U0ADA")).toMatchObject({
      me: { id: "U0ADA" },
      team: { id: "T0LOCAL", name: "Fettle Local" },
      app: { id: "A0FETTLE", name: "Fettle", botUser: "U0FETTLE", connections: 1 },
      home: null,
      modals: [],
      notices: [],
      command: { command: "/fettle" },
    });
    for (const id of ["U0FETTLE", "U0GONE", "nobody"]) expect(backstage.snapshot(id)).toBeUndefined();
  });

  test("are the channels that Slack would show", () => {
    const { backstage } = openBoth();
    const names = (id: string) => backstage.snapshot(id)?.channels.map(({ name }) => name);
    expect(names("U0ADA")).toEqual(["general", "ops-alerts", "ops-notes", "shop", "partners", "Fettle"]);
    expect(names("U0GUEST")).toEqual(["general", "shop", "Fettle"]);
    expect(names("U0SINGLE")).toEqual(["general", "Fettle"]);
    expect(names("U0OUT")).toEqual(["partners", "Fettle"]);
    expect(backstage.snapshot("U0ADA")?.channels.at(-2)).toMatchObject({
      shared: true,
      joined: true,
      kind: "channel",
    });
    expect(backstage.snapshot("U0ADA")?.channels.at(-1)).toMatchObject({ kind: "im", id: "D0ADA" });
  });

  test("are messages with replies and what only this person sees, and whether they are called", async () => {
    const { stage, backstage } = openBoth();
    const posted = await stage.call("chat.postMessage", {
      channel: "C0ALERTS",
      text: "<!subteam^S0ONCALL> look",
    });
    await stage.person("U0GRACE").say("on it", "ops-alerts", String(posted["ts"]));
    await stage.call("chat.postEphemeral", { channel: "C0ALERTS", user: "U0GRACE", text: "psst" });
    const seen = (id: string) =>
      backstage.snapshot(id)?.channels.find(({ name }) => name === "ops-alerts")?.messages ?? [];
    expect(seen("U0GRACE")).toMatchObject([
      { text: "<!subteam^S0ONCALL> look", mentionsMe: true, threadTs: null },
      { text: "on it", threadTs: posted["ts"] },
      { text: "psst", ephemeral: true },
    ]);
    expect(seen("U0ADA").map(({ mentionsMe }) => mentionsMe)).toEqual([false, false]);
  });

  test("changes with each change, which is told", async () => {
    const { stage, backstage } = openBoth();
    let changes = 0;
    const listening = backstage.onChange(() => {
      changes += 1;
    });
    const before = backstage.snapshot("U0ADA")?.version ?? 0;
    expect(await backstage.act("U0ADA", { kind: "message", channel: "C0GENERAL", text: "hi" })).toEqual({
      ok: true,
    });
    expect(changes).toBe(1);
    expect(backstage.snapshot("U0ADA")?.version).toBeGreaterThan(before);
    listening[Symbol.dispose]();
    await stage.person("U0ADA").say("again", "general");
    expect(changes).toBe(1);
  });
});

test("no act of a page does more than the person could", async () => {
  const { stage, backstage } = openBoth();
  const message = String((await stage.call("chat.postMessage", { channel: "C0ALERTS", text: "x" }))["ts"]);
  const acts = [
    { kind: "message", channel: "C0ALERTS", text: "x" },
    { kind: "message", channel: "nowhere", text: "x" },
    { kind: "command", channel: "C0ALERTS", text: "/fettle help" },
    { kind: "command", channel: "D0ADA", text: "/fettle help" },
    { kind: "click", on: { message, channel: "C0ALERTS" }, block: "b", action: "a" },
    { kind: "click", on: { view: "V1" }, block: "b", action: "a" },
    { kind: "submit", view: "V1", values: {} },
    { kind: "close", view: "V1" },
    { kind: "shortcut", callbackId: "incident.note", channel: "C0ALERTS", ts: message },
    { kind: "join", channel: "C0ALERTS" },
    { kind: "join", channel: "nowhere" },
  ] as const;
  for (const act of acts) expect(await backstage.act("U0SINGLE", act)).toMatchObject({ ok: false });
  expect(stage.carried).toEqual([]);
});
