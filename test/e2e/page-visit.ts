import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { serveFixture, type Served } from "../bot/workspace/page/serve.ts";

/** Where the page is, and its address with the secret in it. */
export interface Site {
  readonly origin: string;
  readonly address: string;
}

/** Pages of one site. Disposing fails when one of them complained. */
export interface Pages extends AsyncDisposable {
  /** What a page said in its console, or asked of other hosts: nothing, but where a test says so. */
  complaints: string[];
  /** A page that is in already, in a browser of its own. */
  readonly openAs: (path: string, options?: BrowserContextOptions) => Promise<Page>;
}

/** A fixture that is served, and the pages that were opened on it. */
export interface Visit extends Pages {
  readonly served: Served;
}

export const ops = "/as/U0ADA#/C0OPS";

export async function openVisit(browser: Browser): Promise<Visit> {
  const served = await serveFixture();
  const pages = openPages(browser, served);
  return Object.assign(pages, {
    served,
    [Symbol.asyncDispose]: async () => {
      await closeContexts(browser);
      await served[Symbol.asyncDispose]();
      expectNoComplaint(pages);
    },
  });
}

export function openPages(browser: Browser, { origin, address }: Site): Pages {
  const pages: Pages = {
    complaints: [],
    openAs: async (path, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      context.setDefaultTimeout(8_000);
      await context.request.get(address);
      const page = await context.newPage();
      const complain = (text: string): void => void pages.complaints.push(text);
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complain(message.text());
      });
      page.on("pageerror", (error) => complain(String(error)));
      page.on("dialog", (dialog) => complain(`dialog: ${dialog.message()}`));
      page.on("request", (request) => {
        if (!request.url().startsWith(origin)) complain(`request to ${request.url()}`);
      });
      await page.goto(`${origin}${path}`);
      await page.locator(".pane").waitFor();
      return page;
    },
    [Symbol.asyncDispose]: async () => {
      await closeContexts(browser);
      expectNoComplaint(pages);
    },
  };
  return pages;
}

async function closeContexts(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close();
}

function expectNoComplaint({ complaints }: Pages): void {
  if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join("; ")}`);
}

/** Where messages of the channel are written. */
export function field(page: Page): Locator {
  return page.locator(".pane .composer textarea");
}

/** An element of the app in the middle, by its action id. */
export function action(page: Page, id: string): Locator {
  return page.locator(`.pane [data-action-id="${id}"]`);
}

/** Whether the focus is on what `selector` finds first, or within it. */
export function hasFocus(page: Page, selector: string): Promise<unknown> {
  return page.evaluate(
    `document.querySelector(${JSON.stringify(selector)})?.contains(document.activeElement)`,
  );
}
