import { appendFileSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Place, config, documents, openPlace, rules, until } from "../bot/cli-process.ts";

const slow = 60_000;

// Most of the time they wait for the gathering of alerts to end: together.
describe.concurrent("fettle start", () => {
  test(
    "is refused a second time, naming the first, and ends with 0 at SIGTERM",
    { timeout: slow },
    async () => {
      await using place = openPlace();
      const first = await place.start();
      const second = await place.run("start");
      expect(second.exit).toBe(2);
      expect(second.stderr).toContain(`in use by process ${first.pid}`);
      const began = Date.now();
      first.child.kill("SIGTERM");
      expect((await first.ended()).exit).toBe(0);
      expect(Date.now() - began).toBeLessThan(10_000);
      expect(existsSync(join(place.path, "st/fettle.sock"))).toBe(false);
      expect(existsSync(join(place.path, "st/lock.pid"))).toBe(false);
    },
  );

  test("prints a card, once for each change, where stdout is no terminal", { timeout: slow }, async () => {
    await using place = openPlace();
    const running = await place.start();
    append(place, "boom disk\n");
    await until(() => running.stdout().includes("SEV4"), 25_000);
    expect(running.stdout().match(/^● SEV4 urgent · inc-1 · boom · firing/gm)).toHaveLength(1);
    expect((await place.run("ack", "inc-1")).exit).toBe(0);
    await until(() => running.stdout().includes("acknowledged by"));
    expect(running.stdout().match(/^● /gm)).toHaveLength(2);
  });

  test(
    "goes over to new rules at SIGHUP, keeps the old ones where the new are wrong, and what unchanged rules remember",
    { timeout: slow },
    async () => {
      const port = await freePort();
      await using place = openPlace({ "fettle.yml": config.replace(":0", `:${port}`) });
      const running = await place.start();
      append(place, "knock front\nknock front\nboom first\n");
      await until(async () => (await alertsOf(place)).includes("boom of first"));

      place.write("rules.yml", "rules: [\n");
      running.child.kill("SIGHUP");
      await until(() => running.stderr().includes("was not reloaded"));
      expect(running.stderr()).toMatch(/rules\.yml:\d+:\d+/);
      expect(await reloads(port)).toMatchObject({ refused: 1 });
      append(place, "boom second\n");
      // Reading verbs want a right configuration too: what goes on is seen on the card.
      await until(() => running.stdout().includes("2 of 2 alerts"), 25_000);

      place.write("rules.yml", `${rules}  - { id: crash, pattern: crash, alert: it crashed }\n`);
      running.child.kill("SIGHUP");
      await until(() => running.stderr().includes('"msg":"reloaded"'));
      expect(await reloads(port)).toEqual({ refused: 1, done: 1 });
      append(place, "crash\nknock front\n");
      await until(async () => (await alertsOf(place)).length === 4);
      expect((await alertsOf(place)).toSorted()).toEqual([
        "boom of first",
        "boom of second",
        "it crashed",
        "three knocks on front",
      ]);
    },
  );

  test("reads on in the new file when its log is rotated", { timeout: slow }, async () => {
    await using place = openPlace();
    await place.start();
    append(place, "boom before\n");
    await until(async () => (await alertsOf(place)).includes("boom of before"));
    append(place, "boom last\n");
    renameSync(join(place.path, "app.log"), join(place.path, "app.log.1"));
    writeFileSync(join(place.path, "app.log"), "boom after\n");
    await until(async () => (await alertsOf(place)).length === 3);
    expect((await alertsOf(place)).toSorted()).toEqual(["boom of after", "boom of before", "boom of last"]);
  });

  test("after a kill -9 tells nothing twice, and misses nothing", { timeout: slow }, async () => {
    await using place = openPlace();
    const first = await place.start();
    append(place, "boom one\n");
    await until(async () => (await alertsOf(place)).length === 1);
    await until(() => first.stdout().includes("inc-1"), 25_000);
    first.child.kill("SIGKILL");
    await first.ended();
    append(place, "boom two\n");
    const second = await place.start();
    await until(async () => (await alertsOf(place)).length === 2);
    await until(() => second.stdout().includes("2 of 2 alerts"));
    const [card] = documents((await place.run("incidents", "--json")).stdout);
    expect(card).toMatchObject({ incident: { id: "inc-1" }, all: 2, firing: 2 });
    expect(card?.["alerts"]).toMatchObject([{ count: 1 }, { count: 1 }]);
    expect(second.stdout().match(/^● /gm)).toHaveLength(1);
  });

  test("ends with 2 in one line where its port is taken", { timeout: slow }, async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await using place = openPlace({ "fettle.yml": config.replace("127.0.0.1:0", `127.0.0.1:${port}`) });
    const { exit, stderr } = await place.run("start");
    server.close();
    expect(exit).toBe(2);
    expect(stderr).toMatch(new RegExp(`^fettle: [^\n]*${port}[^\n]*\n$`));
  });

  test("ends with 2 in one line where its state folder cannot be made", { timeout: slow }, async () => {
    await using place = openPlace({ "fettle.yml": config.replace("state: st", "state: app.log/st") });
    const { exit, stderr } = await place.run("start");
    expect(exit).toBe(2);
    expect(stderr).toMatch(/^fettle: [^\n]*app\.log\/st[^\n]*\n$/);
  });

  test("ends with 2 and closes all when nobody reads its cards any more", { timeout: slow }, async () => {
    await using place = openPlace();
    const running = await place.start();
    running.child.stdout?.destroy();
    append(place, "boom disk\n");
    const { exit, stderr } = await running.ended();
    expect(exit).toBe(2);
    expect(stderr).toContain('"msg":"the output is closed"');
    expect(existsSync(join(place.path, "st/fettle.sock"))).toBe(false);
    expect((await place.run("audit", "verify")).exit).toBe(0);
  });

  test(
    "starts without any policy: nobody may change anything, but all is watched",
    { timeout: slow },
    async () => {
      await using place = openPlace({ "fettle.yml": config.replace(/^access.*\n/m, "") });
      await place.start();
      append(place, "boom disk\n");
      await until(async () => (await alertsOf(place)).length === 1);
      const { exit, stderr } = await place.run("ack", "inc-1");
      expect(exit).toBe(2);
      expect(stderr).toMatch(
        /^fettle: local:\d+ needs "incident\.acknowledge" on inc-1; granted to nobody; add a policy\n$/,
      );
    },
  );
});

function append(place: Place, text: string): void {
  appendFileSync(join(place.path, "app.log"), text);
}

/** Summaries of the alerts of open incidents, as the command line tells them. */
async function alertsOf(place: Place): Promise<string[]> {
  const { stdout } = await place.run("incidents", "--json");
  return documents(stdout).flatMap(({ alerts }) =>
    Array.isArray(alerts) ? alerts.map((alert: { readonly summary: string }) => alert.summary) : [],
  );
}

/** A port of this machine that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Values of fettle_config_reloads_total by outcome. */
async function reloads(port: number): Promise<Record<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const found = text.matchAll(/^fettle_config_reloads_total\{outcome="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, outcome = "", count]) => [outcome, Number(count)]));
}
