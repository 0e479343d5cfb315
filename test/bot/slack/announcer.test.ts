import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openAccess, openGuard, personOf } from "#core/access";
import { openBus } from "#core/bus";
import {
  type Desk,
  incidentConsumer,
  openDesk,
  openTending,
  type Route,
  settle,
  sight,
  type Sighting,
} from "#core/incidents";
import { openMetrics } from "#core/runtime";
import type { Post } from "#core/store";
import { openAnnouncer } from "../../../bot/slack/announcer.ts";
import { handClock, type HandClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";
import { type TemporaryStore, temporaryStore } from "../../support/temporary-store.ts";

const minuteMs = 60_000;
const ann = personOf({ kind: "slack", team: "T1", user: "U1" });
const routes: Route[] = [
  { match: { severity: { operator: ">=", level: 4 } }, channel: "#alerts", mention: "oncall" },
  { match: { labels: { env: "prod" } }, channel: "#notes" },
];

let clock: HandClock;
let kept: TemporaryStore;
let parts: AsyncDisposableStack;
let desk: Desk;
let causes: number;
let bus: AsyncDisposable;

beforeEach(async () => {
  clock = handClock();
  parts = new AsyncDisposableStack();
  kept = parts.use(await temporaryStore(clock));
  causes = 0;
  const { store } = kept;
  const { log } = hearLog();
  bus = withSlack(true);
  parts.defer(() => bus[Symbol.asyncDispose]());
  parts.use(openTending({ store, clock, log, routes: () => routes }));
  const opened = await openAccess({
    policies: [{ name: "p", file: "p.cedar", text: "permit (principal, action, resource);" }],
    groups: {},
  });
  if (!opened.ok) throw new Error("no access");
  const access = () => opened.access;
  desk = openDesk({
    store,
    clock,
    redact: (text) => text,
    guard: openGuard({ store, clock, access }),
    access,
  });
  await clock.wind(0);
});

afterEach(() => parts.disposeAsync());

function withSlack(there: boolean): AsyncDisposable {
  const { store } = kept;
  const { log } = hearLog();
  const slack = openAnnouncer({ clock, routes: () => routes, wake: () => {} });
  const consumers = [incidentConsumer({ clock, waitMs: 0 }), ...(there ? [slack] : [])];
  return openBus({ store, clock, log, metrics: openMetrics({ defaults: false }), consumers });
}

async function see(change: Partial<Sighting> = {}): Promise<string> {
  const sighting: Sighting = {
    rule: "disk",
    event: "disk_full",
    severity: 3,
    subject: "web-01",
    by: {},
    labels: { env: "prod" },
    semantics: [],
    times: 1,
    earlier: 0,
    atMs: clock.nowMs(),
    cause: `c${++causes}`,
    summary: () => "full",
    ...change,
  };
  const alert = await kept.store.write((r) => sight(r, sighting, clock.nowMs()));
  await clock.wind(1_500);
  return alert?.id ?? "none";
}

async function over(id: string): Promise<void> {
  await kept.store.write(async (r) => {
    const alert = await r.alerts.byId(id);
    if (alert !== undefined) await settle(r, alert, { atMs: clock.nowMs(), reason: "absent" });
  });
  await clock.wind(0);
}

const posts = (incident = "inc-1") => kept.store.read((r) => r.posts.ofSubject(incident, 100));

/** As the outbox does it when Slack has taken it. */
async function show(incident = "inc-1"): Promise<void> {
  const all = await posts(incident);
  await kept.store.write(async (r) => {
    for (const post of all) {
      const at = { channelId: "C1", ts: post.key, shown: post.wanted, atMs: clock.nowMs() };
      await r.posts.put({ ...post, state: { kind: "sent", ...at } });
    }
  });
}

/** `#channel card → what`, with `>` for what stands in its thread. */
async function told(incident = "inc-1"): Promise<string[]> {
  return (await posts(incident)).map(textOf);
}

function textOf({ channel, thread, content }: Post): string {
  const words = typeof content === "object" && content !== null ? Object.entries(content) : [];
  const what = words.flatMap(([key, word]) => (key === "toldMs" ? [] : [String(word)])).join(" ");
  return `${channel}${thread === null ? "" : " >"} ${what}`;
}

const begun = ["#notes card inc-1", "#notes > details inc-1"];

describe("an incident", () => {
  test("gets one card, with its details below it, where the first route wants it", async () => {
    await see();
    expect(await told()).toEqual(begun);
  });

  test("that no route wants gets none, and no notes either", async () => {
    await see({ labels: { env: "stage" } });
    await desk.acknowledge(ann, "inc-1", { over: false, note: "mine" });
    await clock.wind(0);
    expect(await told()).toEqual([]);
  });

  test("that was over before its wait was is told once, as over, if it was urgent", async () => {
    const alert = await kept.store.write((r) =>
      sight(
        r,
        {
          rule: "disk",
          event: "disk_full",
          severity: 5,
          subject: "web-01",
          by: {},
          labels: {},
          semantics: [],
          times: 1,
          earlier: 0,
          atMs: clock.nowMs(),
          cause: "c",
          summary: () => "full",
        },
        clock.nowMs(),
      ),
    );
    await over(alert?.id ?? "");
    await clock.wind(1_500);
    expect(await told()).toEqual(["#alerts card inc-1", "#alerts > details inc-1"]);
  });

  test("shows what changes by an edit, not before a moment after the last, and many changes are one", async () => {
    await see();
    await show();
    const shownMs = clock.nowMs();
    await see({ subject: "web-02" });
    await see({ subject: "web-03" });
    const [card, details] = await posts();
    expect(await told()).toEqual(begun);
    expect(card).toMatchObject({ wanted: 3, dueMs: shownMs + 1_500 });
    expect(details).toMatchObject({ wanted: 3, dueMs: shownMs + 10_000 });
  });

  test("that is resolved is one edit more, without a word in the thread", async () => {
    const alert = await see();
    await show();
    await over(alert);
    expect(await told()).toEqual(begun);
    expect((await posts())[0]?.wanted).toBe(2);
  });
});

describe("the thread tells", () => {
  beforeEach(async () => {
    await see();
    await show();
  });

  test("who took it on and gave it back, and what they said", async () => {
    await desk.acknowledge(ann, "inc-1", { over: false, note: "looking" });
    const lapses = clock.nowMs() + 60 * minuteMs;
    await clock.wind(0);
    await desk.note(ann, "inc-1", "it is the cache");
    await desk.unacknowledge(ann, "inc-1");
    await clock.wind(0);
    await desk.resolve(ann, "inc-1", "cleared it");
    await clock.wind(0);
    const by = "inc-1 slack:T1/U1";
    expect((await told()).slice(2)).toEqual([
      `#notes > acknowledged ${by} looking ${lapses}`,
      `#notes > noted ${by} it is the cache`,
      `#notes > returned ${by}`,
      `#notes > resolved ${by} cleared it`,
    ]);
  });

  test("whoever has it that it lapses soon, and the others when it has", async () => {
    await desk.acknowledge(ann, "inc-1", { over: false });
    const lapses = clock.nowMs() + 60 * minuteMs;
    await clock.wind(51 * minuteMs);
    expect((await told()).at(-1)).toBe(`#notes > asked inc-1 slack:T1/U1 ${lapses}`);
    await clock.wind(10 * minuteMs);
    expect((await told()).at(-1)).toBe("#notes > call inc-1 lapsed");
  });

  test("people again when it goes on after half an hour of quiet, and when it comes back", async () => {
    await clock.wind(31 * minuteMs);
    const second = await see({ subject: "web-02" });
    expect((await told()).at(-1)).toBe("#notes > call inc-1 on");
    await over("alert-c1");
    await over(second);
    await clock.wind(6 * minuteMs);
    await see();
    expect((await told()).at(-1)).toBe("#notes > call inc-1 back");
  });

  test("people where it belongs now, when it got worse: the card stays where it is", async () => {
    await see({ severity: 5 });
    expect((await told()).slice(2)).toEqual(["#notes > call inc-1 worse", "#alerts call inc-1 worse"]);
  });
});

describe("a storm", () => {
  test("has one card, and its parts have none", async () => {
    for (let i = 0; i < 6; i++) {
      await kept.store.write((r) =>
        sight(
          r,
          {
            rule: `r${i}`,
            event: `e${i}`,
            severity: 4,
            subject: "web",
            by: {},
            labels: {},
            semantics: [],
            times: 1,
            earlier: 0,
            atMs: clock.nowMs(),
            cause: `s${i}`,
            summary: () => "x",
          },
          clock.nowMs(),
        ),
      );
    }
    await clock.wind(2_000);
    expect(await told("inc-7")).toEqual(["#alerts card inc-7", "#alerts > details inc-7"]);
    for (const part of [1, 2, 3, 4, 5, 6]) expect(await told(`inc-${part}`)).toEqual([]);
    await show("inc-7");
    await see({ rule: "r2", event: "e2", severity: 5, subject: "web", labels: {} });
    expect((await told("inc-7")).slice(2)).toEqual(["#alerts > call inc-7 worse"]);
    expect((await posts("inc-7"))[0]?.wanted).toBeGreaterThan(1);
  });

  test("takes over those that had a card: theirs is edited to say so, and nobody is called there", async () => {
    for (let i = 0; i < 4; i++) await see({ rule: `r${i}`, event: `e${i}`, severity: 4 });
    await show("inc-1");
    await see({ rule: "r5", event: "e5", severity: 4 });
    expect(await told("inc-6")).toEqual(["#alerts card inc-6", "#alerts > details inc-6"]);
    expect((await posts("inc-1"))[0]?.wanted).toBe(2);
    await see({ rule: "r0", event: "e0", severity: 5, subject: "other" });
    expect(await told("inc-1")).toEqual(["#alerts card inc-1", "#alerts > details inc-1"]);
  });
});

test("a Slack that comes later is told what is open, once, and not what was", async () => {
  await bus[Symbol.asyncDispose]();
  bus = withSlack(false);
  await over(await see());
  await clock.wind(11 * minuteMs);
  await see({ rule: "net", event: "net_down" });
  await see({ rule: "net", event: "net_down", severity: 5, subject: "web-02" });
  await bus[Symbol.asyncDispose]();
  bus = withSlack(true);
  await clock.wind(0);
  expect(await told("inc-1")).toEqual([]);
  expect(await told("inc-2")).toEqual(["#alerts card inc-2", "#alerts > details inc-2"]);
  await over(await see({ rule: "short", event: "short" }));
  expect(await told("inc-3")).toEqual(["#notes card inc-3", "#notes > details inc-3"]);
});
