import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sendRaw } from "../support/raw-tcp.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { logLines, openShop, raisedIn, root, type ShopProcess, spawnShop, until } from "./shop-process.ts";
import { freePort } from "../support/free-port.ts";

/** They take a second or two; on a machine that does much else besides, longer. */
const slow = 60_000;

describe.concurrent("the example shop", { timeout: slow }, () => {
  test("raises nothing while it is healthy, although cards are declined and passwords mistyped", async () => {
    using folder = temporaryFolder();
    await using shop = await openShop(folder.path);
    // The second wrong password is that of visitor 77.
    await until(() => logLines(folder.path).length > 85);
    const text = logLines(folder.path).join("\n");
    for (const part of ["402 from payments", "timeout after 250ms", "login failed for"])
      expect(text).toContain(part);
    expect(text).toMatch(/"user":"ada\d*@example\.com"/);
    expect(await raisedIn(folder.path)).toEqual([]);
    expect(await healthOf(shop)).toMatchObject({ status: 200, health: { ok: true, disk: { percent: 0 } } });
  });

  test("tells of failed logins without telling whose", async () => {
    using folder = temporaryFolder();
    await using shop = await openShop(folder.path, { rate: 0 });
    for (let i = 0; i < 3; i++) expect((await shop.post("/login?user=eve@example.com")).status).toBe(401);
    expect(await raisedIn(folder.path)).toEqual([
      matching(/^login_failures: 3 failed logins of <email:\w+> within a minute$/),
    ]);
  });

  test("refuses payments after break/errors, until SIGHUP makes it read its configuration again", async () => {
    using folder = temporaryFolder();
    await using shop = await openShop(folder.path);
    const before = readFileSync(join(folder.path, "payments.json"), "utf8");
    expect(await shop.post("/break/errors")).toMatchObject({ status: 200, text: matching(/another token/) });
    await until(async () => (await raisedIn(folder.path)).length > 0);
    expect(await raisedIn(folder.path)).toEqual([
      matching(/^payment_errors: .* 401 from payments, token=<secret:\w+> is not valid$/),
    ]);
    expect(await shop.get("/order")).toMatchObject({ status: 502, text: matching(/payment refused: 401/) });
    await until(async () => (await healthOf(shop)).status === 503);

    // What the file says has been right all the time: this process has not read it.
    const now = readFileSync(join(folder.path, "payments.json"), "utf8");
    expect(now).not.toBe(before);
    writeFileSync(join(folder.path, "payments.json"), "{}");
    shop.kill("SIGHUP");
    await until(() => logLines(folder.path).some((line) => line.includes("configuration not read again")));
    expect((await shop.get("/order")).status).toBe(502);
    writeFileSync(join(folder.path, "payments.json"), now);
    expect((await shop.get("/order")).status).toBe(502);
    shop.kill("SIGHUP");
    await until(async () => (await shop.get("/order")).status === 200);
    expect(await healthOf(shop)).toMatchObject({ status: 200, health: { ok: true } });
  });

  test("takes payments again after a restart, for it reads its configuration then", async () => {
    using folder = temporaryFolder();
    await using first = await openShop(folder.path, { rate: 0 });
    await first.post("/break/errors");
    expect((await first.get("/order")).status).toBe(502);
    first.kill("SIGTERM");
    expect(await first.ended).toEqual({ exit: 0, stderr: "" });
    await using second = await openShop(folder.path, { rate: 0 });
    expect((await second.get("/order")).status).toBe(200);
  });

  test("leaves no more dumps once somebody has removed some, also before its spool is full", async () => {
    using folder = temporaryFolder();
    await using shop = await openShop(folder.path);
    const spool = join(folder.path, "spool");
    const dumps = () => readdirSync(spool).filter((name) => name.endsWith(".dump"));
    await shop.post("/break/disk");
    await until(() => dumps().length > 4);
    for (const name of dumps()) rmSync(join(spool, name), { force: true });
    await until(() => logLines(folder.path).some((line) => line.includes("dumps were removed")));
    for (let orders = 0; orders < 5; orders++) expect((await shop.get("/order")).status).not.toBe(507);
    // One may have been on its way while they were removed.
    expect(dumps().length).toBeLessThan(2);
  });

  test("fills its spool after break/disk, and takes orders again when files are removed, not before", async () => {
    using folder = temporaryFolder();
    await using first = await openShop(folder.path);
    expect(await first.post("/break/disk")).toMatchObject({
      status: 200,
      text: matching(/dump in the spool/),
    });
    await until(async () => (await first.get("/order")).status === 507);
    expect(await raisedIn(folder.path)).toEqual([matching(/^disk_full: the shop's spool is 9\d % full$/)]);
    const levels = logLines(folder.path)
      .filter((line) => line.includes("spool at"))
      .map((line) => /"level":"(\w+)".*"disk (\w+): spool at/.exec(line)?.slice(1).join(" "));
    expect(new Set(levels)).toEqual(new Set(["warn filling", "error full"]));
    expect(await healthOf(first)).toMatchObject({
      status: 503,
      health: { ok: false, disk: { percent: 100 } },
    });

    first.kill("SIGHUP");
    await until(() => logLines(folder.path).some((line) => line.includes("configuration read again")));
    expect((await first.get("/order")).status).toBe(507);
    first.kill("SIGTERM");
    await first.ended;
    await using second = await openShop(folder.path);
    expect((await second.get("/order")).status).toBe(507);
    // It stays full although orders come and go.
    const refused = () => logLines(folder.path).filter((line) => line.includes("not taken: ENOSPC")).length;
    const before = refused();
    await until(() => refused() > before + 10);

    const spool = join(folder.path, "spool");
    for (const name of readdirSync(spool)) rmSync(join(spool, name), { force: true });
    expect((await second.get("/order")).status).toBe(200);
    expect(await healthOf(second)).toMatchObject({ status: 200, health: { ok: true } });
    expect(readdirSync(spool).filter((name) => name.endsWith(".dump"))).toEqual([]);
  });

  test("answers nobody after break/hang, logs nothing more, and ends at SIGTERM all the same", async () => {
    using folder = temporaryFolder();
    await using first = await openShop(folder.path);
    expect(await first.post("/break/hang")).toMatchObject({ status: 200, text: matching(/never ends/) });
    await until(() => logLines(folder.path).at(-1)?.includes("counting the till") === true);
    const lines = logLines(folder.path).length;
    const probed = shippedCheck().pathname;
    for (const path of [probed, "/healthz", "/order", "/nothing"]) {
      expect(await isAnswered(first, path)).toBe(false);
    }
    first.kill("SIGHUP");
    await until(() => logLines(folder.path).length > lines);
    expect(logLines(folder.path)[lines]).toContain("configuration read again");
    expect(await isAnswered(first, probed)).toBe(false);
    expect(logLines(folder.path)).toHaveLength(lines + 1);

    const toldMs = performance.now();
    first.kill("SIGTERM");
    expect(await first.ended).toEqual({ exit: 0, stderr: "" });
    // Within 300 ms where the processor is not busy with other things.
    expect(performance.now() - toldMs).toBeLessThan(5_000);
    await using second = await openShop(folder.path);
    expect((await second.get(probed)).status).toBe(200);
  });

  test("is refused a second time on the same folder, and takes over from one that was killed", async () => {
    using folder = temporaryFolder();
    await using first = await openShop(folder.path, { rate: 0 });
    const second = await spawnShop(folder.path, { port: await freePort() }).ended;
    expect(second.exit).toBe(2);
    expect(second.stderr).toMatch(new RegExp(`^shop: this folder is in use by process ${first.pid} .*\n$`));
    expect((await first.get("/")).status).toBe(200);
    first.kill("SIGKILL");
    await first.ended;
    expect(readFileSync(join(folder.path, "shop.pid"), "utf8")).toBe(`${first.pid}\n`);
    await using third = await openShop(folder.path, { rate: 0 });
    third.kill("SIGINT");
    expect(await third.ended).toEqual({ exit: 0, stderr: "" });
    expect(readdirSync(folder.path)).not.toContain("shop.pid");
  });

  test.for([
    [["--port", "x"], /expected a number from 0 to 65535 after --port, got "x"/],
    [["--sped", "1"], /--sped/],
  ] as const)("names the mistake in %j", async ([[option, value], message]) => {
    using folder = temporaryFolder();
    const { exit, stderr } = await spawnShop(folder.path, { [option.slice(2)]: value }).ended;
    expect(exit).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("says whose port it wanted", async () => {
    using folder = temporaryFolder();
    using other = temporaryFolder();
    await using shop = await openShop(folder.path, { rate: 0 });
    const { exit, stderr } = await spawnShop(other.path, { port: shop.port }).ended;
    expect(exit).toBe(2);
    expect(stderr).toMatch(new RegExp(`^shop: port ${shop.port} of 127\\.0\\.0\\.1 cannot be had`));
  });

  test("keeps two log files of bounded size, and loses no line between them", async () => {
    using folder = temporaryFolder();
    const bytesMax = 4_000;
    await using shop = await openShop(folder.path, { "log-bytes": bytesMax });
    const old = join(folder.path, "shop.log.1");
    const inodes = new Set<number>();
    await until(() => {
      const stat = statSync(old, { throwIfNoEntry: false });
      if (stat !== undefined) inodes.add(stat.ino);
      return inodes.size > 1;
    });
    shop.kill("SIGTERM");
    await shop.ended;
    expect(readdirSync(folder.path).filter((name) => name.startsWith("shop.log"))).toEqual([
      "shop.log",
      "shop.log.1",
    ]);
    for (const file of [old, join(folder.path, "shop.log")]) {
      expect(statSync(file).size).toBeLessThanOrEqual(bytesMax);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    const orders = logLines(folder.path)
      .filter((line) => /"msg":"(?:order \d+ paid|payment refused)/.test(line))
      .map((line) => Number(/"order":(\d+)/.exec(line)?.[1]));
    expect(orders.length).toBeGreaterThan(10);
    expect(orders).toEqual(orders.map((_, i) => (orders[0] ?? 0) + i));
  });

  test("lets no web page in, and nobody break what it has not", async () => {
    using folder = temporaryFolder();
    await using shop = await openShop(folder.path, { rate: 0 });
    const page = { origin: "http://evil.example" };
    expect((await shop.post("/break/errors", page)).status).toBe(403);
    expect((await shop.post("/break/errors", { origin: "null" })).status).toBe(403);
    expect((await shop.get("/break/errors")).status).toBe(405);
    expect((await shop.post("/break/constructor")).status).toBe(404);
    expect((await shop.post("/break/")).status).toBe(404);
    const rebound = `POST /break/errors HTTP/1.1\r\nHost: evil.example:${shop.port}\r\nConnection: close\r\n\r\n`;
    expect(await sendRaw({ host: "127.0.0.1", port: shop.port }, rebound)).toMatch(/^HTTP\/1\.1 403 /);
    expect((await shop.get("/order")).status).toBe(200);
  });
});

async function healthOf(shop: ShopProcess): Promise<{ status: number; health: unknown }> {
  const { status, text } = await shop.get("/healthz");
  return { status, health: JSON.parse(text) };
}

/** Vitest's matchers are `any`; this one is not. */
function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** Whether there is an answer within a time in which a shop that works has given hundreds. */
async function isAnswered(shop: ShopProcess, path: string): Promise<boolean> {
  const signal = AbortSignal.timeout(300);
  return fetch(`http://127.0.0.1:${shop.port}${path}`, { signal }).then(
    () => true,
    () => false,
  );
}

/** What the shipped configuration probes. */
function shippedCheck(): URL {
  const text = readFileSync(join(root, "examples/local/fettle.yml"), "utf8");
  return new URL(/url: (\S+)/.exec(text)?.[1] ?? "none");
}
