import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { serveFixture, type Served } from "../bot/workspace/page/serve.ts";

/** A fixture that is served, and the pages that were opened on it. */
export interface Visit extends AsyncDisposable {
  readonly served: Served;
  /** What a page said in its console, or asked of other hosts: nothing, but where a test says so. */
  complaints: string[];
  /** A page that is in already, in a browser of its own. */
  readonly openAs: (path: string, options?: BrowserContextOptions) => Promise<Page>;
}

export const ops = "/as/U0ADA#/C0OPS";

export async function openVisit(browser: Browser): Promise<Visit> {
  const served = await serveFixture();
  const visit: Visit = {
    served,
    complaints: [],
    openAs: async (path, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      context.setDefaultTimeout(8_000);
      await context.request.get(served.address);
      const page = await context.newPage();
      const complain = (text: string): void => void visit.complaints.push(text);
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complain(message.text());
      });
      page.on("pageerror", (error) => complain(String(error)));
      page.on("dialog", (dialog) => complain(`dialog: ${dialog.message()}`));
      page.on("request", (request) => {
        if (!request.url().startsWith(served.origin)) complain(`request to ${request.url()}`);
      });
      await page.goto(`${served.origin}${path}`);
      await page.locator(".pane").waitFor();
      return page;
    },
    [Symbol.asyncDispose]: async () => {
      for (const context of browser.contexts()) await context.close();
      await served[Symbol.asyncDispose]();
      if (visit.complaints.length > 0) throw new Error(`the page complained: ${visit.complaints.join("; ")}`);
    },
  };
  return visit;
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
