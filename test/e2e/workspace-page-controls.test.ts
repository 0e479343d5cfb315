import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { silenceModal } from "../bot/workspace/page/fixture-content.ts";
import { openChromium } from "./chromium.ts";
import { action, field, hasFocus, openVisit, ops, type Visit } from "./page-visit.ts";

let browser: Browser;
let visit: Visit;

beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  visit = await openVisit(browser);
});
afterEach(() => visit[Symbol.asyncDispose]());

describe("a click", () => {
  test("waits for the app, and is not done twice", async () => {
    const page = await visit.openAs(ops);
    const release = visit.served.stage.hold();
    const button = action(page, "incident.ack");
    await button.click();
    await page.locator('[data-action-id="incident.ack"][aria-busy=true] .spinner').first().waitFor();
    await button.click({ force: true });
    release();
    await expect.poll(() => button.count()).toBe(0);
    expect(visit.served.stage.acts).toHaveLength(1);
  });

  test("that asks first is only done after a yes, and tells when the app was silent", async () => {
    const page = await visit.openAs(ops);
    const restart = action(page, "service.restart");
    await restart.click();
    await page.locator("dialog.question").getByText("120").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog.question").waitFor({ state: "detached" });
    await restart.click();
    await page.locator("[data-confirm=no]").click();
    expect(visit.served.stage.acts).toEqual([]);
    await restart.click();
    await page.locator("[data-confirm=yes]").click();
    await page.locator(".pane .failure", { hasText: "operation_timeout" }).waitFor();
    expect(visit.served.stage.acts).toHaveLength(1);
  });

  test("in an overflow menu works by keyboard", async () => {
    const page = await visit.openAs(ops);
    await action(page, "incident.more").focus();
    await page.keyboard.press("Enter");
    await page.locator('[role=menuitem][data-value="silence"]').waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => visit.served.stage.acts.length).toBe(1);
    expect(visit.served.stage.acts[0]?.act).toMatchObject({
      kind: "click",
      action: "incident.more",
      value: "forecast",
    });
    expect(await hasFocus(page, '[data-action-id="incident.more"]')).toBe(true);
  });
});

async function openModal(page: Page): Promise<Locator> {
  visit.served.stage.openModal("U0ADA", silenceModal());
  const modal = page.locator("dialog.modal");
  await modal.waitFor();
  return modal;
}

describe("a modal", () => {
  test("sends what its inputs hold", async () => {
    const page = await visit.openAs(ops);
    const modal = await openModal(page);
    await modal.locator("textarea").fill("planned work");
    await modal.locator("[data-action-id=choice]").click();
    await page.locator('[role=option][data-value="db-2"]').click();
    await modal.locator("[data-action-id=date]").fill("2026-02-03");
    await modal.locator("[data-action-id=people]").click();
    await page.locator('[role=option][data-value="U0GRACE"]').click();
    await page.locator('[role=option][data-value="U0ADA"]').click();
    await page.keyboard.press("Escape");
    await modal.locator('input[value="all"]').check();
    await modal.locator('input[value="remind"]').check();
    await modal.locator("[data-submit]").click();
    await modal.waitFor({ state: "detached" });
    expect(visit.served.stage.acts.at(-1)?.act).toMatchObject({
      kind: "submit",
      values: {
        reason: { text: "planned work" },
        target: { choice: "db-2" },
        until: { date: "2026-02-03" },
        tell: { people: ["U0ADA", "U0GRACE"] },
        how: { kind: "all" },
        also: { flags: ["remind"] },
      },
    });
  });

  test("tells what is missing without asking the app, and what the app refuses beside its input", async () => {
    const page = await visit.openAs(ops);
    const modal = await openModal(page);
    await modal.locator("[data-submit]").click();
    expect(await modal.getByText("Please complete this required field.").count()).toBe(2);
    expect(visit.served.stage.acts).toEqual([]);
    await modal.locator("textarea").fill("no");
    await modal.locator("[data-action-id=choice]").click();
    await page.keyboard.type("web");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await modal.locator("[data-submit]").click();
    await modal.locator('[data-block-id="reason"] [role=alert]', { hasText: "more words" }).waitFor();
    expect(await modal.locator("textarea").inputValue()).toBe("no");
    expect(await modal.locator("textarea").getAttribute("aria-invalid")).toBe("true");
    await modal.locator("textarea").fill("no, because");
    expect(await modal.getByText("more words").count()).toBe(0);
  });

  test("keeps what was typed when the app replaces it, or puts another one on top", async () => {
    const page = await visit.openAs(ops);
    const modal = await openModal(page);
    await modal.locator("textarea").fill("half a reason");
    visit.served.stage.updateModal("U0ADA", {
      ...silenceModal(),
      title: { type: "plain_text", text: "Changed" },
    });
    await modal.getByText("Changed").waitFor();
    expect(await modal.locator("textarea").inputValue()).toBe("half a reason");
    visit.served.stage.openModal("U0ADA", {
      type: "modal",
      title: { type: "plain_text", text: "On top" },
      blocks: [],
    });
    await modal.getByText("On top").waitFor();
    await page.keyboard.press("Escape");
    await modal.getByText("Changed").waitFor();
    expect(await modal.locator("textarea").inputValue()).toBe("half a reason");
    expect(visit.served.stage.acts.map(({ act }) => act.kind)).toEqual(["close"]);
  });

  test("has a name, and so have its inputs", async () => {
    const page = await visit.openAs(ops);
    await openModal(page);
    const modal = page.getByRole("dialog", { name: "Silence an alert" });
    await modal.getByRole("button", { name: "Target Choose a target" }).click();
    await page.getByRole("dialog", { name: "Choose a target" }).getByRole("option", { name: "db-1" }).click();
    await modal.getByRole("button", { name: "Target db-1" }).waitFor();
    await modal
      .getByRole("radiogroup", { name: "What is silenced" })
      .getByRole("radio", { name: "Everything" })
      .check();
    await modal.getByRole("group", { name: "Also" }).getByRole("checkbox").first().check();
    await modal.getByLabel("Until").fill("2026-02-03");
    await modal.getByRole("button", { name: "Silence" }).click();
    const why = modal.getByRole("textbox", { name: "Why?" });
    const problem = await why.getAttribute("aria-describedby");
    expect(await modal.locator(`[id="${problem}"]`).textContent()).toBe(
      "Please complete this required field.",
    );
  });

  test("holds the focus, from its first input on", async () => {
    const page = await visit.openAs(ops);
    await openModal(page);
    await expect.poll(() => hasFocus(page, "dialog.modal textarea")).toBe(true);
    for (let i = 0; i < 25; i += 1) {
      await page.keyboard.press("Tab");
      // Between its last and its first element the browser's own controls have their turn.
      expect(
        await page.evaluate(
          "document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement)",
        ),
      ).toBe(true);
    }
  });
});

describe("the place to write", () => {
  test("suggests the command, completes it, sends it, and recalls it", async () => {
    const page = await visit.openAs(ops);
    await field(page).pressSequentially("/f");
    await page.locator('[data-hint="/fettle"]', { hasText: "Asks Fettle" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await field(page).inputValue()).toBe("/fettle ");
    await page.keyboard.type("help");
    await page.keyboard.press("Enter");
    await page.locator(".message.is-ephemeral", { hasText: "Commands" }).waitFor();
    expect(visit.served.stage.acts).toMatchObject([
      { act: { kind: "command", channel: "C0OPS", text: "/fettle help" } },
    ]);
    expect(await field(page).inputValue()).toBe("");
    await page.keyboard.press("ArrowUp");
    expect(await field(page).inputValue()).toBe("/fettle help");
  });

  test("begins a line by Shift+Enter and sends by Enter", async () => {
    const page = await visit.openAs(ops);
    await field(page).pressSequentially("first line");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("second line");
    await page.keyboard.press("Enter");
    await page.locator(".message", { hasText: "second line" }).waitFor();
    expect(visit.served.stage.acts).toMatchObject([
      { act: { kind: "message", text: "first line\nsecond line" } },
    ]);
  });

  test("tells what Slack says when a command fails, once, until it is dismissed", async () => {
    const page = await visit.openAs(ops);
    await field(page).fill("/fettle sleep");
    await page.keyboard.press("Enter");
    const notice = page.locator("[data-notice]", { hasText: "operation_timeout" });
    await notice.waitFor();
    expect(await page.locator("[data-toast]").count()).toBe(0);
    await notice.locator("[data-dismiss-notice]").click();
    await notice.waitFor({ state: "detached" });
  });

  test("has the app's shortcuts, and so has each message", async () => {
    const page = await visit.openAs(ops);
    await page.locator("[data-shortcuts]").click();
    await page.locator('[data-shortcut="incidents.list"]').click();
    await page.locator("dialog.modal").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog.modal").waitFor({ state: "detached" });
    const message = page.locator(".pane .message", { hasText: "Good morning" });
    const ts = await message.getAttribute("data-ts");
    await message.hover();
    await message.locator("[data-more]").click();
    await page.locator('[data-shortcut="incident.note"]').click();
    await page.locator("dialog.modal").waitFor();
    expect(visit.served.stage.acts.at(-1)?.act).toEqual({
      kind: "shortcut",
      callbackId: "incident.note",
      channel: "C0OPS",
      ts,
    });
  });
});
