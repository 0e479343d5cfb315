import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openPage } from "../../../../bot/workspace/page/index.ts";
import { handClock, type HandClock } from "../../../support/hand-clock.ts";
import { exchange, listen, type Answered, type Asked } from "./exchange.ts";
import { openStage, type Stage } from "./fixture.ts";

const secret = "let-me-in";
const own = { "sec-fetch-site": "same-origin", origin: "http://127.0.0.1:4747" };
const json = { ...own, "content-type": "application/json" };

type Ask = (asked: Asked) => Promise<Answered>;

interface Opened extends Stage {
  readonly clock: HandClock;
  readonly page: ReturnType<typeof openPage>;
  readonly ask: Ask;
  /** As one who has come in. */
  readonly enter: () => Promise<{ readonly ask: Ask; readonly cookie: string }>;
}

function open(): Opened {
  const stage = openStage();
  const clock = handClock();
  const page = openPage({
    backstage: stage.backstage,
    secret,
    origins: ["http://127.0.0.1:4747", "http://localhost:4747"],
    personas: ["U0ADA", "U0GRACE"],
    clock,
  });
  const ask: Ask = (asked) => exchange(page, asked);
  return {
    ...stage,
    clock,
    page,
    ask,
    enter: async () => {
      const { headers } = await ask({ path: `/?secret=${secret}` });
      const cookie = headers["set-cookie"]?.split(";")[0] ?? "";
      return { cookie, ask: (asked) => ask({ ...asked, headers: { cookie, ...asked.headers } }) };
    },
  };
}

describe("the door", () => {
  test("lets in who has the secret, and takes it out of the address", async () => {
    const answer = await open().ask({ path: `/?secret=${secret}` });
    expect(answer).toMatchObject({ handled: true, status: 303 });
    expect(answer.headers["location"]).toBe("/");
    expect(answer.headers["set-cookie"]).toMatch(
      /^fettle_local_slack_4747=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    expect(answer.headers["set-cookie"]).not.toContain(secret);
  });

  test.for([
    "/",
    "/?secret=",
    "/?secret=wrong",
    "/as/U0ADA",
    "/side-by-side",
    "/state?as=U0ADA",
    "/page/style.css",
    "/page/main.ts",
    "/files/F0PNG/x.png",
  ])("shows nothing of %s to one without a cookie", async (path) => {
    const answer = await open().ask({ path });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain("address that was printed in the terminal");
    expect(answer.body).not.toMatch(/Fettle Local|secret=/);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  test.for(["", "x", "a".repeat(43)])("knows no other cookie than its own: %j", async (value) => {
    const { ask } = open();
    const answer = await ask({ path: "/as/U0ADA", headers: { cookie: `fettle_local_slack_4747=${value}` } });
    expect(answer.status).toBe(401);
  });

  test("a cookie of the start before is worth nothing", async () => {
    const before = await open().enter();
    const answer = await open().ask({ path: "/as/U0ADA", headers: { cookie: before.cookie } });
    expect(answer.status).toBe(401);
  });

  test("an empty secret opens to nobody", async () => {
    const { backstage } = openStage();
    const page = openPage({ backstage, secret: "", origins: ["http://127.0.0.1:4747"], personas: [] });
    expect((await exchange(page, { path: "/?secret=" })).status).toBe(401);
  });

  test("leaves to others what is not the page's", async () => {
    const { ask } = open();
    for (const path of ["/api/auth.test", "/link/?ticket=1", "/nothing"]) {
      expect(await ask({ path })).toMatchObject({ handled: false });
    }
    expect(await ask({ path: "/act", method: "PUT" })).toMatchObject({ handled: false });
    const asApp = { path: "/files/F0PNG/x.png", headers: { authorization: "Bearer xoxb-1" } };
    expect(await ask(asApp)).toMatchObject({ handled: false });
  });
});

describe("another site", () => {
  const act = { method: "POST", path: "/act?as=U0ADA", body: JSON.stringify({ kind: "home" }) };
  const refused: Record<string, Asked> = {
    "that points its name at loopback sees nothing": {
      path: "/as/U0ADA",
      headers: { host: "evil.example:4747" },
    },
    "on another port of this host sees nothing": {
      path: "/state?as=U0ADA",
      headers: { "sec-fetch-site": "same-site" },
    },
    "may not open the page in itself": { path: "/as/U0ADA", headers: { "sec-fetch-site": "cross-site" } },
    "may not send the secret": { path: `/?secret=${secret}`, headers: { "sec-fetch-site": "cross-site" } },
    "may not act": {
      ...act,
      headers: { ...json, origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    },
    "may not act by an old browser that only tells its origin": {
      ...act,
      headers: { "content-type": "application/json", origin: "http://127.0.0.1:9" },
    },
    "may not act by a client that tells nothing": { ...act, headers: { "content-type": "application/json" } },
    "may not act with an origin of null": {
      ...act,
      headers: { "content-type": "application/json", origin: "null" },
    },
    "may not act with the origin of the other spelling": {
      ...act,
      headers: { ...json, origin: "http://localhost:4747" },
    },
    "may not listen": { path: "/changes", headers: { "sec-fetch-site": "cross-site" } },
    "may not listen by a client that tells nothing": { path: "/changes" },
  };

  test.for(Object.entries(refused))("%s", async ([, asked]) => {
    const stage = open();
    const { cookie } = await stage.enter();
    const answer = await stage.ask({ ...asked, headers: { cookie, ...asked.headers } });
    expect(answer).toMatchObject({ handled: true, status: 403 });
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(stage.acts).toEqual([]);
  });

  test("may not send a form in place of JSON", async () => {
    const stage = open();
    const { ask } = await stage.enter();
    const answer = await ask({ ...act, headers: { ...own, "content-type": "text/plain" } });
    expect(answer.status).toBe(415);
    expect(stage.acts).toEqual([]);
  });
});

describe("one who is in", () => {
  test("is led to the first persona", async () => {
    const { ask } = await open().enter();
    expect((await ask({ path: "/" })).headers["location"]).toBe("/as/U0ADA");
  });

  test("is led by a permalink to its message", async () => {
    const { ask } = await open().enter();
    const { headers } = await ask({ path: "/archives/C0OPS/p1767225600000100" });
    expect(headers["location"]).toBe("/as/U0ADA#/C0OPS//1767225600.000100");
  });

  test("gets a page that loads only from its own server, and is not kept", async () => {
    const { ask } = await open().enter();
    const { status, headers, body } = await ask({ path: "/as/U0ADA" });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'self'");
    expect(body).not.toMatch(/<script(?![^>]* src="\/page\/)|style=|https?:|onload|onclick/);
    for (const [, path = ""] of body.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect({ path, ...(await ask({ path })) }).toMatchObject({ path, status: 200 });
    }
  });

  test("may play guests and strangers, but neither bots nor who has left", async () => {
    const { ask } = await open().enter();
    expect((await ask({ path: "/as/U0OUT" })).status).toBe(200);
    for (const id of ["U0FETTLE", "U0GONE", "U0NOBODY", "", "..%2f"]) {
      expect({ id, ...(await ask({ path: `/as/${id}` })) }).toMatchObject({ id, status: 404 });
      expect({ id, ...(await ask({ path: `/state?as=${id}` })) }).toMatchObject({ id, status: 404 });
    }
  });

  test("sees personas side by side, those that were asked for or the first two", async () => {
    const { ask } = await open().enter();
    const frames = async (path: string): Promise<string[]> =>
      [...(await ask({ path })).body.matchAll(/<iframe src="\/as\/([^"]+)"/g)].map(([, id = ""]) => id);
    const here = await frames("/side-by-side?as=U0ADA&at=/C0OPS/1.2");
    expect(here).toEqual(["U0ADA#/C0OPS/1.2"]);
    expect(await frames('/side-by-side?as=U0ADA&at=/"><script>')).toEqual(["U0ADA"]);
    expect(await frames("/side-by-side")).toEqual(["U0ADA", "U0GRACE"]);
    expect(await frames("/side-by-side?as=U0GUEST&as=U0OUT&as=U0ADA")).toEqual(["U0GUEST", "U0OUT", "U0ADA"]);
  });

  test("gets no file of the server but those of the page", async () => {
    const { ask } = await open().enter();
    for (const path of [
      "/page/../page.ts",
      "/page/%2e%2e/page.ts",
      "/page/tsconfig.json",
      "/page/",
      "/page/main.js",
    ]) {
      const { handled, status } = await ask({ path });
      expect({ path, status: handled ? status : 404 }).toEqual({ path, status: 404 });
    }
  });

  test("gets modules without types, and styles with the library's", async () => {
    const { ask } = await open().enter();
    const module = await ask({ path: "/page/spot.ts" });
    expect(module.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(module.body).not.toMatch(/export type|: string/);
    const styles = await ask({ path: "/page/style.css" });
    expect(styles.body).toContain(".slack_blocks_to_jsx .flex");
    expect(styles.body).not.toMatch(/#slack_blocks_to_jsx|url\(|@import/);
  });
});

describe("the state", () => {
  const state = z.object({
    open: z.object({ id: z.string(), messages: z.array(z.object({ ephemeral: z.boolean() })) }).nullable(),
    channels: z.array(z.object({ id: z.string() })),
  });
  const stateOf = async (asked: Promise<Answered>): Promise<z.output<typeof state>> => {
    const { status, body } = await asked;
    expect(status).toBe(200);
    return state.parse(JSON.parse(body));
  };

  test("is what the persona sees, with the messages of one channel", async () => {
    const { ask } = await open().enter();
    const seen = await stateOf(ask({ path: "/state?as=U0ADA&channel=C0OPS" }));
    expect(seen.open?.id).toBe("C0OPS");
    expect(seen.channels.map(({ id }) => id)).toContain("C0GENERAL");
    expect(seen.open?.messages.filter(({ ephemeral }) => ephemeral)).toHaveLength(1);
    const other = await stateOf(ask({ path: "/state?as=U0GRACE&channel=C0OPS" }));
    expect(other.open?.messages.filter(({ ephemeral }) => ephemeral)).toHaveLength(0);
  });

  test("of a channel that the persona does not see has no messages", async () => {
    const { ask } = await open().enter();
    expect((await stateOf(ask({ path: "/state?as=U0GUEST&channel=C0OUT" }))).open).toBeNull();
  });

  test("that is known already is not sent again, until something changes", async () => {
    const { enter, post } = open();
    const { ask } = await enter();
    const asked = { path: "/state?as=U0ADA&channel=C0OPS" };
    const { headers } = await ask(asked);
    const again = { ...asked, headers: { "if-none-match": headers["etag"] ?? "" } };
    expect((await ask(again)).status).toBe(304);
    expect((await ask({ ...again, path: "/state?as=U0ADA&channel=C0GENERAL" })).status).toBe(200);
    post("C0OPS", { text: "new" });
    expect((await ask(again)).status).toBe(200);
  });
});

describe("acts", () => {
  test("reach the workspace as they were sent, and their answer the page", async () => {
    const stage = open();
    const { ask } = await stage.enter();
    const act = { kind: "message", channel: "C0OPS", text: "hello" };
    const answer = await ask({
      method: "POST",
      path: "/act?as=U0GRACE",
      headers: json,
      body: JSON.stringify(act),
    });
    expect(JSON.parse(answer.body)).toEqual({ ok: true });
    expect(stage.acts).toEqual([{ user: "U0GRACE", act }]);
  });

  test.for([
    "",
    "{",
    "[]",
    '{"kind":"rule"}',
    '{"kind":"message","channel":"C0OPS"}',
    JSON.stringify({ kind: "message", channel: "C0OPS", text: "x".repeat(300_000) }),
  ])("of another shape are refused: %#", async (body) => {
    const stage = open();
    const { ask } = await stage.enter();
    const answer = await ask({ method: "POST", path: "/act?as=U0ADA", headers: json, body });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false });
    expect(stage.acts).toEqual([]);
  });

  test("are held back when the app answers none", async () => {
    const stage = open();
    const { ask } = await stage.enter();
    const release = stage.hold();
    const body = JSON.stringify({ kind: "home" });
    const send = (): Promise<Answered> => ask({ method: "POST", path: "/act?as=U0ADA", headers: json, body });
    const running = Array.from({ length: 32 }, send);
    await expect.poll(() => stage.acts.length).toBe(32);
    expect((await send()).status).toBe(503);
    release();
    expect(new Set((await Promise.all(running)).map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe("files", () => {
  test("are inert: pictures are shown, all else is saved", async () => {
    const { ask } = await open().enter();
    const picture = await ask({ path: "/files/F0PNG/forecast.png" });
    expect(picture.headers).toMatchObject({
      "content-type": "image/png",
      "content-disposition": "inline; filename*=UTF-8''forecast.png",
    });
    const page = await ask({ path: "/files/F0HTML/evil.html" });
    expect(page.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": "attachment; filename*=UTF-8''evil.html",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
    });
    expect((await ask({ path: "/files/F0NONE/x" })).status).toBe(404);
  });
});

describe("news of changes", () => {
  const changes = { path: "/changes", headers: own };
  const countOf = (heard: string): number => heard.split("event: change").length - 1;

  test("come at once, and then together, ten in a second at most", async () => {
    const { clock, enter, page, post } = open();
    const { cookie } = await enter();
    const { heard } = await listen(page, { ...changes, headers: { ...own, cookie } });
    for (let i = 0; i < 20; i += 1) post("C0OPS", { text: "x" });
    await clock.wind(0);
    expect(countOf(heard())).toBe(1);
    await clock.wind(99);
    expect(countOf(heard())).toBe(1);
    await clock.wind(1);
    expect(countOf(heard())).toBe(2);
    await clock.wind(1_000);
    expect(countOf(heard())).toBe(2);
    post("C0OPS", { text: "x" });
    await clock.wind(0);
    expect(countOf(heard())).toBe(3);
  });

  test("go to 64 pages and no more", async () => {
    const { enter, page, ask } = open();
    const { cookie } = await enter();
    const asked = { ...changes, headers: { ...own, cookie } };
    const pages = await Promise.all(Array.from({ length: 64 }, () => listen(page, asked)));
    expect((await ask(asked)).status).toBe(503);
    pages[0]?.response.destroy();
    await expect.poll(() => pages[0]?.response.closed).toBe(true);
    const { heard } = await listen(page, asked);
    await expect.poll(heard).toContain("text/event-stream");
  });

  test("end when the page does, and nothing waits on", async () => {
    const { clock, enter, page, post } = open();
    const { cookie } = await enter();
    const { response } = await listen(page, { ...changes, headers: { ...own, cookie } });
    post("C0OPS", { text: "x" });
    await page[Symbol.asyncDispose]();
    expect(response.writableEnded).toBe(true);
    expect(clock.pending).toBe(0);
  });
});
