import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, kill, openHouse } from "../examples/start-house.ts";
import { until } from "../examples/shop-process.ts";
import { openChromium } from "./chromium.ts";
import { action, field, openPages, type Pages } from "./page-visit.ts";

/* What `npm start` promises to who tries it: the shop, Fettle and Slack as they are, with the example's own times. */

const minute = 60_000;

let browser: Browser;
let house: House;
let pages: Pages;

beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  house = await openHouse({ slack: true });
  const started = house.start();
  await until(() => /http:\S+/.test(started.stdout()));
  const [address = ""] = /http:\S+/.exec(started.stdout()) ?? [];
  pages = openPages(browser, { address, origin: new URL(address).origin });
}, minute);

afterEach(async () => {
  await pages[Symbol.asyncDispose]();
  await house[Symbol.asyncDispose]();
});

test("a developer breaks the shop and may not take it on; who is on call may, until it is repaired", async () => {
  const ada = await pages.openAs("/as/U0ADA");
  const grace = await pages.openAs("/as/U0GRACE#/C0ALERTS");
  const beganMs = Date.now();
  await breakShop(ada, "payments fail");
  await card(grace).waitFor({ timeout: minute });
  expect(Date.now() - beganMs).toBeLessThan(minute);
  expect(await card(grace).innerText()).toContain("orders fail: payment refused: 401 from payments");
  expect(await card(grace).getByText("@oncall").count()).toBe(1);
  // What the log said in clear.
  expect(await card(grace).innerText()).not.toMatch(/token=\w/);

  await ada.locator('a[data-channel="C0ALERTS"]').click();
  await action(ada, "incident.acknowledge").click();
  await ada.getByText("You need incident.acknowledge on inc-1.").waitFor();
  await ada.getByText("Ask oncall").waitFor();
  expect(await grace.getByText("You need incident.acknowledge").count()).toBe(0);

  await action(grace, "incident.acknowledge").click();
  for (const page of [grace, ada]) await card(page).getByText("Grace Hopper is on it").waitFor();

  kill(house.shopPid() ?? 0, "SIGHUP");
  for (const page of [grace, ada])
    await card(page).getByText("resolved").first().waitFor({ timeout: minute });
  expect(await ada.locator(".pane .message").count()).toBe(2);
}, 180_000);

test("help is what one may do, and a stranger may do nothing", async () => {
  const ada = await pages.openAs("/as/U0ADA#/C0ALERTS");
  await ask(ada, "/fettle help");
  await ada.getByText("/fettle alerts", { exact: false }).first().waitFor();
  expect(await ada.locator(".pane .message").last().innerText()).not.toContain("/fettle ack");
  const guest = await pages.openAs("/as/U0GUEST#/C0ALERTS");
  await ask(guest, "/fettle alerts");
  await guest.locator(".pane .message", { hasText: "guests" }).waitFor();
});

async function breakShop(page: Page, how: string): Promise<void> {
  await page.locator("[data-app]").click();
  await page.getByRole("button", { name: `Break the shop: ${how}` }).click();
  await page.getByRole("button", { name: "Break it" }).click();
  await page.getByText("Watch the channels").waitFor();
  await page.locator("dialog.modal").getByRole("button", { name: "Close" }).last().click();
}

const card = (page: Page) => page.locator(".pane .message", { hasText: "payment_errors" }).first();

async function ask(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.locator("[data-send]").click();
}
