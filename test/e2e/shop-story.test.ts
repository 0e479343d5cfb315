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

test("the whole drill: a real fault, a plan that Ada may not approve, Radia's approval, and the proof on one card", async () => {
  const ada = await pages.openAs("/as/U0ADA");
  const grace = await pages.openAs("/as/U0GRACE#/C0ALERTS");
  const radia = await pages.openAs("/as/U0RADIA#/C0ALERTS");
  await ada.locator("[data-app]").click();
  // Before anything is broken, the page says how commands are shut in.
  await ada.getByText("Repairs run commands in the sandbox, level full").waitFor();
  await breakShop(ada, "its disk fills");
  await disk(grace).waitFor({ timeout: minute });

  await action(grace, "plan.fix").click();
  const form = grace.locator("dialog.modal");
  await form.getByText("Nothing runs before it is approved there.").waitFor();
  await form.locator("[data-action-id=runbook]").click();
  await grace.getByRole("option", { name: "free the shop's disk" }).click();
  await form.getByRole("button", { name: "Show the plan" }).click();
  for (const page of [grace, radia]) await disk(page).getByText("waits for 1 approval").waitFor();
  for (const part of ["-name 'debug-*.dump' -delete", "never run before", "write ", "proof: 2 within 1m"]) {
    expect(await disk(grace).innerText()).toContain(part);
  }

  await ada.locator('a[data-channel="C0ALERTS"]').click();
  await approve(ada);
  await ada.getByText("You need plan.approve on plan-1.").waitFor();

  await action(radia, "plan.details").click();
  const details = radia.locator("dialog.modal");
  await details.getByText(/hash +[0-9a-f]{64}/).waitFor();
  await details.getByRole("button", { name: "Close" }).last().click();
  const beganMs = Date.now();
  await approve(radia);
  for (const page of [ada, grace, radia]) await disk(page).getByText("Healed").waitFor({ timeout: minute });
  expect(Date.now() - beganMs).toBeLessThan(minute);
  expect(await disk(grace).innerText()).toMatch(
    /✓ exec "du -sm \." -> parse\("\(\[0-9\]\+\)"\) < 10: \d+ → \d+/,
  );

  await disk(grace)
    .getByText(/Last reply/)
    .click();
  await grace.getByText(/drill shop-disk: noticed .* planned .* proven /).waitFor();
  // One card from the fault to its end.
  await disk(grace).getByText("resolved").first().waitFor({ timeout: minute });
  expect(await grace.locator(".pane .message", { hasText: "disk_full" }).count()).toBe(1);
}, 240_000);

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

const disk = (page: Page) => page.locator(".pane .message", { hasText: "disk_full" }).first();

/** Presses the button, and says yes where the target is repeated. */
async function approve(page: Page): Promise<void> {
  await action(page, "plan.approve").click();
  await page.locator("dialog.question").getByText("on local (127.0.0.1)").waitFor();
  await page.locator("[data-confirm=yes]").click();
}
