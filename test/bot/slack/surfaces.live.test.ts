import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "../../../bot/workspace/index.ts";
import { cardIn, openStage, type Stage, until } from "./stage.ts";

let stage: Stage;
let grace: Person;
let ada: Person;

async function open(options: Parameters<typeof openStage>[0] = {}): Promise<void> {
  stage = await openStage(options);
  grace = stage.person("U0GRACE");
  ada = stage.person("U0ADA");
}

afterEach(() => stage[Symbol.asyncDispose]());

const homeOf = (person: Person): string => JSON.stringify(person.home()?.view ?? {});
const modalOf = (person: Person): string => JSON.stringify(person.modal()?.view ?? {});
const states = async () => (await stage.incident("inc-1")).state.kind;

describe("Home", () => {
  beforeEach(() => open());

  test("shows what needs its reader first, and comes up to date by itself and by its buttons", async () => {
    await grace.openHome();
    await until(() => homeOf(grace).includes("Nothing needs you"));
    await stage.see();
    await until(() => homeOf(grace).includes("net_timeout"), "the Home that comes up to date");
    expect(homeOf(grace)).toContain("Needs you");
    const view = grace.home();
    if (view === null) throw new Error("no home");
    await grace.click({ view, action: "incident.acknowledge" });
    await until(async () => (await states()) === "acknowledged");
    await until(() => homeOf(grace).includes("Grace Hopper is on it"));
  });

  test("of a developer offers nothing that they may not do, and says what they may", async () => {
    await stage.see();
    await until(async () => (await states()) === "open");
    await ada.openHome();
    await until(() => homeOf(ada).includes("Also open"));
    expect(homeOf(ada)).toContain("Nothing needs you");
    expect(homeOf(ada)).toContain("`incident.read`");
    expect(homeOf(ada)).not.toContain("`incident.acknowledge`");
  });

  test("of a guest says why it is empty", async () => {
    const guest = stage.person("U0GUEST");
    await guest.openHome();
    await until(() => guest.home() !== null);
    expect(homeOf(guest)).toContain("Fettle does nothing for guests");
  });

  test("refuses in a modal what has no channel to be refused in", async () => {
    await stage.see();
    await until(async () => (await states()) === "open");
    await grace.openHome();
    await until(() => homeOf(grace).includes("net_timeout"));
    const view = grace.home();
    if (view === null) throw new Error("no home");
    // What the Home showed a moment ago they may not any more.
    const users = ["U0RADIA"];
    await stage.workspace.events.emit({ type: "subteam_members_changed", group: "S0ONCALL", users });
    await grace.click({ view, action: "incident.acknowledge" });
    await until(() => modalOf(grace).includes("You need `incident.acknowledge`"));
    expect(await states()).toBe("open");
  });
});

describe("a drill", () => {
  test("is started from Home, audited before and after, and says what the other side said", async () => {
    let broken = 0;
    const shop = createServer((request, response) => {
      broken += request.method === "POST" && request.url === "/break/errors" ? 1 : 0;
      response.end("payments fail from now on <!channel> token=hunter2\nsecond line");
    });
    await new Promise<void>((resolve) => {
      shop.listen(0, "127.0.0.1", resolve);
    });
    const bound = shop.address();
    const port = bound !== null && typeof bound === "object" ? bound.port : 0;
    const url = `http://127.0.0.1:${port}/break/errors`;
    const http = { method: "POST" as const, url };
    await open({
      drills: [{ name: "shop-errors", title: "Break the shop", break: { http }, expect: "payment_errors" }],
    });
    await ada.openHome();
    await until(() => homeOf(ada).includes("Break the shop"));
    const view = ada.home();
    if (view === null) throw new Error("no home");
    await ada.click({ view, action: "drill.start.0" });
    await until(() => modalOf(ada).includes("payments fail from now on &lt;!channel&gt;"));
    expect(modalOf(ada)).not.toMatch(/second line|hunter2/);
    expect(broken).toBe(1);
    expect(await stage.audit()).toEqual(["U0ADA drill.start allowed", "U0ADA drill.start done"]);
    shop.closeAllConnections();
    await new Promise((resolve) => {
      shop.close(resolve);
    });
    await grace.command("/fettle drill shop-errors");
    await until(() => grace.ephemerals().length > 0);
    expect(grace.ephemerals()[0]?.text).toContain("connection refused");
    expect((await stage.audit()).at(-1)).toBe("U0GRACE drill.start failed");
  });
});

describe("a card's menu", () => {
  beforeEach(async () => {
    await open();
    await stage.see();
  });

  test("opens its details", async () => {
    const message = await cardIn(grace, "#ops-alerts");
    await grace.click({ message, action: "incident.more", value: "details:inc-1" });
    await until(() => modalOf(grace).includes("Incident inc-1"));
    expect(modalOf(grace)).toContain("timeout of 12s on web-1 &lt;!channel&gt; &amp; *bold*");
  });

  test("resolves it with a note that stands in the thread", async () => {
    const message = await cardIn(grace, "#ops-alerts");
    await grace.click({ message, action: "incident.more", value: "resolve:inc-1" });
    await until(() => modalOf(grace).includes("Resolve inc-1"));
    await grace.submit(undefined, { note: { note: "restarted <it>\nand waited" } });
    await until(() => grace.messages("#ops-alerts")[0]?.text.startsWith("✅"));
    expect(grace.modal()).toBeNull();
    await until(() =>
      JSON.stringify(grace.thread("#ops-alerts", message.ts)).includes("restarted &lt;it&gt;"),
    );
    expect(await stage.audit()).toEqual(["U0GRACE incident.resolve done"]);
  });

  test("keeps the form open for whoever may not, and says why", async () => {
    const message = await cardIn(ada, "#ops-alerts");
    await ada.click({ message, action: "incident.more", value: "resolve:inc-1" });
    await until(() => modalOf(ada).includes("Resolve inc-1"));
    await ada.submit(undefined, { note: { note: "I say so" } });
    await until(() => modalOf(ada).includes("You need `incident.resolve`"));
    expect(await states()).toBe("open");
  });
});

describe("shortcuts", () => {
  beforeEach(async () => {
    await open();
    await stage.see();
  });

  test("list what is open, and take it on from there", async () => {
    await cardIn(grace, "#ops-alerts");
    await grace.shortcut("incidents.list");
    await until(() => modalOf(grace).includes("net_timeout"));
    const view = grace.modal();
    if (view === null) throw new Error("no modal");
    await grace.click({ view, action: "incident.acknowledge" });
    await until(() => modalOf(grace).includes("Grace Hopper is on it"));
    expect(await states()).toBe("acknowledged");
  });

  test("take an incident on from its card and from its thread, and from nowhere else", async () => {
    const { ts } = await cardIn(grace, "#ops-alerts");
    await until(() => grace.thread("#ops-alerts", ts).length === 2);
    const reply = grace.thread("#ops-alerts", ts)[1];
    if (reply === undefined) throw new Error("no reply");
    await grace.shortcut("incident.acknowledge_here", { channel: "#ops-alerts", ts: reply.ts });
    await until(async () => (await states()) === "acknowledged");
    await grace.say("lunch?", "#general");
    const talk = grace.messages("#general").at(-1);
    await grace.shortcut("incident.acknowledge_here", { channel: "#general", ts: talk?.ts ?? "" });
    await until(() => grace.ephemerals("#general").length > 0);
    expect(grace.ephemerals("#general")[0]?.text).toContain("this message is no incident's card");
  });

  test("put a message into an incident's thread", async () => {
    const { ts } = await cardIn(grace, "#ops-alerts");
    await grace.say("the deploy was at ten & <all> is new", "#general");
    const talk = grace.messages("#general").at(-1);
    await grace.shortcut("incident.note", { channel: "#general", ts: talk?.ts ?? "" });
    await until(() => modalOf(grace).includes("the deploy was at ten"));
    await grace.submit(undefined, {
      incident: { incident: "inc-1" },
      note: { note: "the deploy was at ten" },
    });
    await until(() => grace.thread("#ops-alerts", ts).length === 3);
    expect(JSON.stringify(grace.thread("#ops-alerts", ts))).toContain(
      String.raw`*Grace Hopper*:\n> the deploy was at ten`,
    );
  });
});

describe("what is typed", () => {
  beforeEach(() => open());

  test("in a thread after a mention is answered there, to its writer alone", async () => {
    await stage.see();
    const { ts } = await cardIn(grace, "#ops-alerts");
    await grace.say("<@U0FETTLE> ack inc-1 on it", "#ops-alerts", ts);
    await until(async () => (await states()) === "acknowledged");
    await until(() => grace.ephemerals("#ops-alerts").length > 0);
    expect(grace.ephemerals("#ops-alerts")[0]).toMatchObject({ threadTs: ts });
    await until(() => JSON.stringify(grace.thread("#ops-alerts", ts)).includes("on it"));
  });

  test("to Fettle itself is answered in its messages", async () => {
    await grace.say("whoami", "dm");
    await until(() => grace.messages("dm").length === 2);
    expect(grace.messages("dm")[1]?.text).toContain("slack:T0LOCAL/U0GRACE");
  });

  test("and no verb is answered with the nearest", async () => {
    await ada.command("/fettle alrets");
    await until(() => ada.ephemerals().length > 0);
    expect(ada.ephemerals()[0]?.text).toContain('there is no verb "alrets"; did you mean "alerts"?');
  });

  test("and answered with more than a message holds brings the rest as a file into the thread", async () => {
    for (let i = 0; i < 120; i++) {
      const summary = `disk ${i} of ${"x".repeat(200)}`;
      await stage.see({ subject: `host-${i}`, by: { host: `host-${i}` }, summary: () => summary });
    }
    const { ts } = await cardIn(grace, "#ops-alerts");
    await grace.command("/fettle alert inc-1");
    await until(() => grace.thread("#ops-alerts", ts).some(({ files }) => files.length > 0));
    const file = grace.thread("#ops-alerts", ts).find(({ files }) => files.length > 0)?.files[0];
    const bytes = stage.workspace.backstage.file(file?.id ?? "")?.bytes ?? new Uint8Array();
    const lines = Buffer.from(bytes).toString("utf8").split("\n");
    expect(lines).toHaveLength(120);
    for (let i = 0; i < 120; i++) expect(lines.some((line) => line.includes(`host-${i} `))).toBe(true);
    // Asked once more, the same text is not put there again.
    await grace.command("/fettle alert inc-1");
    await until(() => grace.ephemerals().length === 2);
    expect(grace.thread("#ops-alerts", ts).filter(({ files }) => files.length > 0)).toHaveLength(1);
  });
});

describe("channels", () => {
  test("that Fettle is not in, or that are not there, refuse a card until it is let in", async () => {
    await open({ routes: [{ channel: "#shop", mention: "oncall" }], workspace: { optionalScopes: false } });
    await stage.see();
    await until(async () => (await stage.store.read((r) => r.posts.failed(5))).length > 0);
    expect(grace.messages("#shop")).toEqual([]);
    await stage.workspace.events.emit({ type: "member_joined_channel", user: "U0FETTLE", channel: "shop" });
    await until(() => grace.messages("#shop").length === 1);
    await until(async () => (await stage.store.read((r) => r.posts.countWaiting())) === 0);
    expect(await stage.store.read((r) => r.posts.failed(5))).toEqual([]);
  });

  test("that are shared with other workspaces are shown nothing", async () => {
    await open({ routes: [{ channel: "#partners" }] });
    await stage.see();
    await until(async () => (await stage.store.read((r) => r.posts.failed(5))).length > 0);
    expect(grace.messages("#partners")).toEqual([]);
    const post = await stage.store.read((r) => r.posts.byKey("card:inc-1"));
    expect(post?.state.kind === "refused" ? post.state.reason : "").toContain(
      "is shared with other workspaces",
    );
  });
});

test("an app that is removed says so, and goes on watching", async () => {
  await open();
  await stage.workspace.events.emit({ type: "app_uninstalled" });
  await until(() => stage.slack.trouble === "the app was removed from the workspace");
  await stage.see();
  await until(async () => (await states()) === "open");
  expect(await stage.store.read((r) => r.posts.countWaiting())).toBeGreaterThan(0);
});

describe("a command that only reads", () => {
  beforeEach(() => open());

  test("is run for whoever may, and what it says calls nobody", async () => {
    await grace.command("/fettle run uptime && cat /proc/loadavg", "#ops-notes");
    await until(() => grace.ephemerals("#ops-notes").length > 0);
    const said = JSON.stringify(grace.ephemerals("#ops-notes")[0]);
    expect(said).toContain("load <!channel> & `0.5`");
    expect(grace.ephemerals("#ops-notes")[0]?.text).toBe("✓ uptime &amp;&amp; cat /proc/loadavg");
    expect(await stage.audit()).toEqual(["U0GRACE command.run allowed", "U0GRACE command.run done"]);
  });

  test("is refused to others, and whatever does more than read to everybody", async () => {
    await ada.command("/fettle run uptime");
    await until(() => ada.ephemerals().length > 0);
    expect(ada.ephemerals()[0]?.text).toContain("You need `command.run`");
    await grace.command("/fettle run uptime; reboot");
    await until(() => grace.ephemerals().length > 0);
    expect(grace.ephemerals()[0]?.text).toContain("at character 7: one command after another");
    expect(await stage.audit()).toEqual([]);
  });
});
