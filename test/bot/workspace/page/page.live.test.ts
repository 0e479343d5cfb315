import { afterEach, beforeEach, expect, test } from "vitest";
import { serveFixture, type Served } from "./serve.ts";

let served: Served;

beforeEach(async () => {
  served = await serveFixture();
});

afterEach(() => served[Symbol.asyncDispose]());

async function enter(): Promise<{ readonly cookie: string }> {
  const response = await fetch(served.address, { redirect: "manual" });
  expect(response.status).toBe(303);
  return { cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
}

test("whoever comes by the printed address sees the page, acts, and hears of it", async () => {
  const headers = await enter();
  expect(await (await fetch(`${served.origin}/as/U0ADA`, { headers })).text()).toContain('data-me="U0ADA"');

  const own = { ...headers, origin: served.origin };
  const changes = await fetch(`${served.origin}/changes`, { headers: own });
  const reader = changes.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain("retry:");

  const acted = await fetch(`${served.origin}/act?as=U0ADA`, {
    method: "POST",
    headers: { ...own, "content-type": "application/json" },
    body: JSON.stringify({ kind: "message", channel: "C0OPS", text: "over the wire" }),
  });
  expect(await acted.json()).toEqual({ ok: true });
  expect((await reader?.read())?.value).toContain("event: change");
  const state = await fetch(`${served.origin}/state?as=U0GRACE&channel=C0OPS`, { headers });
  expect(await state.text()).toContain("over the wire");
  await reader?.cancel();
});

test("the page ends its streams, so that the server can close", async () => {
  const headers = { ...(await enter()), origin: served.origin };
  const changes = await fetch(`${served.origin}/changes`, { headers });
  const ended = changes.text().catch(() => "cut");
  await served.stop();
  expect(await ended).not.toContain("event: change");
});

test("after a new start the old cookie opens nothing", async () => {
  const headers = await enter();
  await served.stop();
  await served.start();
  expect((await fetch(`${served.origin}/as/U0ADA`, { headers })).status).toBe(401);
  expect((await fetch(`${served.origin}/as/U0ADA`, { headers: await enter() })).status).toBe(200);
});
