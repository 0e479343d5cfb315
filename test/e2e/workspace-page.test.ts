import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openChromium } from "./chromium.ts";
import { action, field, openVisit, ops, type Visit } from "./page-visit.ts";

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

/** How much of the list is below what is seen of it, in px. */
const leftBelow = `(() => {
  const list = document.querySelector(".pane .scroller");
  return list.scrollHeight - list.scrollTop - list.clientHeight;
})()`;

describe("people on two pages", () => {
  test("see the same card change, and each only their own ephemeral messages", async () => {
    const ada = await visit.openAs(ops);
    const grace = await visit.openAs("/as/U0GRACE#/C0OPS");
    await ada.getByText("Only visible to you").waitFor();
    expect(await grace.getByText("Only visible to you").count()).toBe(0);
    await action(grace, "incident.ack").click();
    await ada.locator(".pane .message", { hasText: "Taken by" }).getByText("@Grace Hopper").waitFor();
    await ada.getByText("(edited)").waitFor();
    expect(await action(ada, "incident.ack").count()).toBe(0);
    expect(visit.served.stage.acts).toMatchObject([
      { user: "U0GRACE", act: { kind: "click", action: "incident.ack", block: "do" } },
    ]);
  });

  test("come in by the address that the terminal shows, and by no other", async () => {
    const page = await browser.newPage();
    await page.goto(visit.served.origin);
    await page.getByText("address that was printed in the terminal").waitFor();
    await page.goto(visit.served.address);
    await page.getByText("Good morning, Ada Lovelace").waitFor();
    expect(page.url()).not.toContain("secret");
  });

  test("are told apart side by side", async () => {
    const page = await visit.openAs(ops);
    await page.locator(".persona-button").click();
    await page.getByRole("menuitem", { name: "side by side" }).click();
    const [ada, grace] = [
      page.frameLocator('[data-persona="U0ADA"]'),
      page.frameLocator('[data-persona="U0GRACE"]'),
    ];
    await ada.locator(".composer textarea").fill("from the left");
    await ada.locator("[data-send]").click();
    await grace.locator(".message", { hasText: "from the left" }).waitFor();
    expect(visit.served.stage.acts).toMatchObject([
      { user: "U0ADA", act: { kind: "message", text: "from the left" } },
    ]);
  });

  test("are changed in the menu, which stays in the channel", async () => {
    const page = await visit.openAs("/as/U0ADA#/C0GENERAL");
    await page.locator(".persona-button").click();
    expect(await page.locator("a[data-persona]").count()).toBe(6);
    await page.locator('a[data-persona="U0GUEST"]').click();
    await page.locator('[data-channel-pane="C0GENERAL"]').waitFor();
    expect(await page.locator("html").getAttribute("data-me")).toBe("U0GUEST");
  });
});

describe("while others write", () => {
  test("half-typed text, caret, focus and the place that is read stay", async () => {
    const page = await visit.openAs(ops);
    const writing = ".pane .composer textarea";
    await field(page).fill("half a thought");
    await page.evaluate(`document.querySelector("${writing}").setSelectionRange(4, 6)`);
    await page.evaluate("document.querySelector('.pane .scroller').scrollTop = 120");
    await page.locator(".jump").waitFor();
    for (let i = 0; i < 5; i += 1) visit.served.stage.post("C0OPS", { text: `news ${i}` });
    await page.locator(".message", { hasText: "news 4" }).waitFor({ state: "attached" });
    expect(await field(page).inputValue()).toBe("half a thought");
    const caret = await page.evaluate(
      `[document.activeElement.selectionStart, document.activeElement.selectionEnd]`,
    );
    expect(caret).toEqual([4, 6]);
    expect(await page.evaluate("document.querySelector('.pane .scroller').scrollTop")).toBe(120);
    await page.locator(".jump").click();
    await expect.poll(() => page.evaluate(leftBelow)).toBeLessThan(2);
  });

  test("the latest message stays in sight of one who reads the latest", async () => {
    const page = await visit.openAs("/as/U0ADA#/C0GENERAL");
    for (let i = 0; i < 30; i += 1) visit.served.stage.post("C0GENERAL", { text: `news ${i}` });
    await page.locator(".message", { hasText: "news 29" }).waitFor();
    expect(await page.evaluate(leftBelow)).toBeLessThan(2);
    // Pictures come after their messages, and push them up.
    await page.goto(`${visit.served.origin}/as/U0ADA#/C0OPS`);
    await page.locator("[data-file=F0PNG] img").waitFor({ state: "attached" });
    await expect
      .poll(() => page.evaluate("document.querySelector('[data-file=F0PNG] img').complete"))
      .toBe(true);
    await expect.poll(() => page.evaluate(leftBelow)).toBeLessThan(2);
  });

  test("channels get badges, and the title counts what calls me", async () => {
    const page = await visit.openAs("/as/U0GRACE#/C0GENERAL");
    await page.locator('a[data-channel="C0OPS"] .badge').waitFor();
    expect(await page.title()).toBe("(2) #general – Fettle Local");
    visit.served.stage.post("C0OPS", { text: "<@U0GRACE> once more" });
    await page.locator('a[data-channel="C0OPS"] .badge', { hasText: "3" }).waitFor();
    await page.locator('a[data-channel="C0OPS"]').click();
    await page.locator('[data-channel-pane="C0OPS"]').waitFor();
    await expect.poll(() => page.title()).toBe("#ops-alerts – Fettle Local");
    await page.locator('a[data-channel="C0GENERAL"]').click();
    expect(await page.locator('a[data-channel="C0OPS"] .badge').count()).toBe(0);
  });
});

describe("a thread", () => {
  test("opens beside the channel, takes replies, and closes by Escape", async () => {
    const page = await visit.openAs(ops);
    await page.locator("[data-open-thread]", { hasText: "3 replies" }).click();
    const thread = page.locator("aside.thread");
    await thread.getByText("I am on it").waitFor();
    await page.keyboard.type("me too");
    await page.keyboard.press("Enter");
    await thread.locator(".message", { hasText: "me too" }).waitFor();
    await page.locator("[data-open-thread]", { hasText: "4 replies" }).waitFor();
    expect(visit.served.stage.acts).toMatchObject([
      { act: { kind: "message", channel: "C0OPS", text: "me too" } },
    ]);
    await page.keyboard.press("Escape");
    await thread.waitFor({ state: "detached" });
  });

  test("takes no command, as in Slack", async () => {
    const page = await visit.openAs(ops);
    await page.locator("[data-open-thread]").click();
    await page.locator("aside.thread textarea").fill("/fettle help");
    await page.keyboard.press("Enter");
    await page.locator("[data-toast]", { hasText: "/fettle is not supported in threads. Sorry!" }).waitFor();
    expect(visit.served.stage.acts).toEqual([]);
  });
});

describe("a permalink", () => {
  test("shows its message among the others, as the persona who follows it", async () => {
    const page = await visit.openAs("/as/U0GRACE#/C0OPS");
    const stage = visit.served.stage;
    const old = await page.locator(".pane .message", { hasText: "Good morning" }).getAttribute("data-ts");
    for (let i = 0; i < 30; i += 1) stage.post("C0OPS", { text: `news ${i}` });
    const link = `${visit.served.origin}/archives/C0OPS/p${old?.replace(".", "")}`;
    stage.post("C0GENERAL", { text: `see <${link}|that message>` });
    await page.locator('a[data-channel="C0GENERAL"]').click();
    await page.getByText("that message").click();
    await page
      .locator("[data-channel-pane=C0OPS] .message[data-sought]", { hasText: "Good morning" })
      .waitFor();
    expect(await page.evaluate(leftBelow)).toBeGreaterThan(100);
    expect(await page.locator("html").getAttribute("data-me")).toBe("U0GRACE");
  });
});

describe("a permalink to a channel that fits the screen", () => {
  test("leaves it at its end", async () => {
    const page = await visit.openAs("/as/U0ADA#/C0LONG");
    const ts = visit.served.stage.post("C0LONG", { text: "all that there is" });
    await page.locator(".message", { hasText: "all that there is" }).waitFor();
    await page.goto(`${visit.served.origin}/archives/C0LONG/p${ts.replace(".", "")}`);
    await page.locator(".message[data-sought]").waitFor();
    expect(await page.locator(".jump").isVisible()).toBe(false);
  });
});

describe("the app", () => {
  test("has a Home tab, which tells it that somebody looks, and a conversation", async () => {
    const page = await visit.openAs(ops);
    await page.locator("a[data-app]").click();
    await page.getByText("Good morning, Ada Lovelace").waitFor();
    await expect.poll(() => visit.served.stage.acts).toEqual([{ user: "U0ADA", act: { kind: "home" } }]);
    await page.locator('[data-block-id="inc7"] button').click();
    await expect
      .poll(() => visit.served.stage.acts.at(-1)?.act)
      .toMatchObject({ kind: "click", on: { view: "V0HOMEU0ADA" }, block: "inc7" });
    await page.locator("[data-tab=messages]").click();
    await page.locator(".message", { hasText: "I watch what you run" }).waitFor();
    await page.goBack();
    await page.getByText("Good morning, Ada Lovelace").waitFor();
  });

  test("shows whether it is connected", async () => {
    const page = await visit.openAs(ops);
    await page.locator("a[data-app] .presence.is-up").waitFor();
    visit.served.stage.setConnections(0);
    await page.locator('a[data-app] .presence[aria-label^="Not connected"]').waitFor();
    expect(await page.locator("a[data-app] .presence.is-up").count()).toBe(0);
  });

  test("is offered a channel to join before anything can be written there", async () => {
    const page = await visit.openAs("/as/U0ADA#/C0SHOP");
    await page.locator("[data-join]").click();
    await field(page).waitFor();
    expect(visit.served.stage.acts).toEqual([{ user: "U0ADA", act: { kind: "join", channel: "C0SHOP" } }]);
  });
});

describe("the line to the server", () => {
  test("is looked after: lost, found, and a new start that knows nobody", async () => {
    const page = await visit.openAs(ops);
    await field(page).fill("not lost");
    await visit.served.stop();
    await page.locator('[data-line="lost"]').waitFor();
    await visit.served.start();
    await page.locator('[data-line="shut"]', { hasText: "address that it printed" }).waitFor();
    const again = await page.context().newPage();
    await again.goto(visit.served.address);
    await page.locator("[data-line]").waitFor({ state: "detached", timeout: 15_000 });
    visit.served.stage.post("C0OPS", { text: "heard again" });
    await page.locator(".message", { hasText: "heard again" }).waitFor();
    expect(await field(page).inputValue()).toBe("not lost");
    // The browser itself notes each question that nobody answered, or that was refused.
    visit.complaints = visit.complaints.filter((text) => !/net::ERR_|status of 40[13]/.test(text));
  });
});

describe("what is hostile", () => {
  test("stays text, wherever it stands", async () => {
    const page = await visit.openAs(ops);
    const attack =
      '<img src=x onerror="document.title=1"> <javascript:alert(1)|click> "><script>alert(1)</script>';
    visit.served.stage.post("C0OPS", { text: attack });
    visit.served.stage.post("C0OPS", {
      blocks: [
        { type: "header", text: { type: "plain_text", text: attack } },
        { type: "section", text: { type: "mrkdwn", text: attack } },
        {
          type: "markdown",
          text: `${attack}\n[x](javascript:alert(1)) ![p](https://elsewhere.example/p.png)`,
        },
        { type: "table", rows: [[{ type: "raw_text", text: attack }]] },
        { type: "image", image_url: "https://elsewhere.example/p.png", alt_text: attack },
        {
          type: "actions",
          elements: [{ type: "button", action_id: "x", text: { type: "plain_text", text: attack } }],
        },
        { type: "section", text: { type: "mrkdwn", text: "the end of it" } },
      ],
    });
    visit.served.stage.tell("U0ADA", attack, "C0OPS");
    visit.served.stage.openModal("U0ADA", {
      type: "modal",
      title: { type: "plain_text", text: attack },
      blocks: [],
    });
    await page.locator(".message", { hasText: "the end of it" }).waitFor();
    await page.locator("dialog.modal").waitFor();
    expect(
      await page.locator(".app :is(script, iframe, img[src^=http], [onerror], a[href^=javascript])").count(),
    ).toBe(0);
    expect(await page.title()).toContain("#ops-alerts");
  });
});

describe("the looks", () => {
  test.for([390, 720, 1024, 1440])("hold at %i px: nothing sticks out sideways", async (width) => {
    const page = await visit.openAs(ops, { viewport: { width, height: 800 } });
    for (const spot of ["#/C0OPS", "#/C0GENERAL", "#/C0LONG", "#/app/home", "#/app/messages"]) {
      await page.goto(`${visit.served.origin}/as/U0ADA${spot}`);
      await page.locator(".pane").waitFor();
      const out =
        await page.evaluate(`[...document.querySelectorAll("html, .pane, .scroller, .messages, .message-body, .composer")]
        .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.className)`);
      expect(out).toEqual([]);
    }
  });

  test("on a phone channels are in a drawer and a thread fills the screen", async () => {
    const page = await visit.openAs(ops, { viewport: { width: 390, height: 844 } });
    expect(await page.locator(".sidebar").isVisible()).toBe(false);
    await page.locator(".drawer-button").click();
    await page.locator('a[data-channel="C0GENERAL"]').click();
    await page.locator('[data-channel-pane="C0GENERAL"]').waitFor();
    await expect.poll(() => page.locator(".sidebar").isVisible()).toBe(false);
    await page.goto(`${visit.served.origin}${ops}`);
    await page.locator("[data-open-thread]").click();
    expect((await page.locator("aside.thread").boundingBox())?.width).toBe(390);
    expect(await page.locator(".pane").isVisible()).toBe(false);
  });

  test("follow the system until somebody chooses, and then the choice, also after a reload", async () => {
    const page = await visit.openAs(ops, { colorScheme: "dark" });
    const theme = (): Promise<string | null> => page.locator("html").getAttribute("data-theme");
    expect(await theme()).toBe("dark");
    await page.locator(".rail").getByText("Light").click();
    expect(await theme()).toBe("light");
    await page.reload();
    expect(await theme()).toBe("light");
  });
});
