import { expect, test } from "vitest";
import { handClock } from "../../support/hand-clock.ts";
import { loadPage } from "../../../bot/workspace/index.ts";
import { openLive } from "./live.ts";

test("the page is shown to whoever comes by the printed address, and to nobody else", async () => {
  await using workspace = await openLive(handClock(), { page: await loadPage() });
  const come = (url: string, cookie = "") => fetch(url, { headers: { cookie }, redirect: "manual" });
  expect((await come(workspace.url)).status).toBe(401);
  expect((await come(`${workspace.url}/?secret=guessed`)).status).toBe(401);
  const welcome = await come(workspace.pageUrl);
  const [cookie] = welcome.headers.get("set-cookie")?.split(";") ?? [];
  const state = await come(`${workspace.url}/state?as=U0ADA&channel=C0GENERAL`, cookie);
  expect([welcome.status, state.status]).toEqual([303, 200]);
});
