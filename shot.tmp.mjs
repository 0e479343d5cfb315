import { chromium } from "playwright-core";
const url = process.argv[2], out = process.argv[3], steps = process.argv.slice(4);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless","--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.on("console", m => console.log("console", m.type(), m.text())); page.on("pageerror", e => console.log("ERR", e.message));
await page.goto(url); await page.waitForTimeout(1500);
for (const s of steps) { const [k, ...r] = s.split("="); const v = r.join("=");
  if (k === "go") await page.goto(new URL(v, url).href);
  if (k === "click") await page.locator(v).first().click();
  if (k === "type") await page.keyboard.type(v);
  if (k === "press") await page.keyboard.press(v);
  if (k === "wait") await page.waitForTimeout(Number(v));
  if (k === "dark") await page.emulateMedia({ colorScheme: "dark" });
  if (k === "size") { const [w, h] = v.split("x").map(Number); await page.setViewportSize({ width: w, height: h }); }
  if (k === "shot") await page.screenshot({ path: v });
}
await page.waitForTimeout(800); await page.screenshot({ path: out }); console.log(page.url()); await browser.close();
