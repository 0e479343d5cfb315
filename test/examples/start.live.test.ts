import { once } from "node:events";
import { createServer } from "node:net";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type House, kill, openHouse, running } from "./start-house.ts";
import { until } from "./shop-process.ts";

/**
 * Stands in for Fettle: says with which words it was started, and ends with 5 when it is told to; also with
 * this process, even one that did not come to dispose of it.
 */
const stub = `
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(5));
  process.stdout.write(process.argv.slice(2).join(" ") + "\\n");
  process.stdin.resume().on("end", () => process.exit(6));
`;

/** They take a second or two; on a machine that does much else besides, longer. */
const slow = 60_000;

describe.concurrent("examples/local/start", { timeout: slow }, () => {
  test("runs Fettle beside a shop that it keeps alive, and takes both down at SIGTERM", async () => {
    await using house = await openHouse();
    const started = house.start("--log-level", "info");
    await until(() => isUp(house));
    expect(house.processes()).toMatchObject({ "cli.ts": started.pid });
    const first = house.shopPid() ?? 0;
    expect(await shop(house, "POST", "/break/hang")).toBe(200);
    await until(async () => !(await isUp(house)));
    kill(first, "SIGTERM");
    await until(() => isUp(house));
    expect(house.shopPid()).not.toBe(first);

    kill(started.pid, "SIGTERM");
    expect((await started.ended).exit).toBe(0);
    expect(house.processes()).toEqual({});
    expect(statSync(join(house.path, ".state")).mode & 0o777).toBe(0o700);
    expect(statSync(join(house.path, ".shop")).mode & 0o777).toBe(0o700);
  });

  test("starts Fettle with the shipped configuration and the words given to it", async () => {
    await using house = await openHouse({ fettle: stub });
    const started = house.start("--log-level", "debug");
    await running(started);
    expect(started.stdout()).toBe("start --config examples/local/fettle.yml --log-level debug\n");
  });

  test("ends with Fettle's exit code at Ctrl-C, which goes to everything in the foreground", async () => {
    await using house = await openHouse({ fettle: stub });
    const started = house.start();
    await running(started);
    kill(-started.pid, "SIGINT");
    expect((await started.ended).exit).toBe(5);
    expect(house.processes()).toEqual({});
  });

  test("leaves nothing behind when the terminal is closed", async () => {
    await using house = await openHouse({ fettle: stub });
    const started = house.start();
    await running(started);
    kill(-started.pid, "SIGHUP");
    expect((await started.ended).exit).toBe("SIGHUP");
    expect(house.processes()).toEqual({});
  });

  test("leaves nothing behind when Fettle is killed, even with a shop that hangs", async () => {
    await using house = await openHouse({ fettle: stub });
    const started = house.start();
    await running(started);
    expect(await shop(house, "POST", "/break/hang")).toBe(200);
    kill(started.pid, "SIGKILL");
    expect((await started.ended).exit).toBe("SIGKILL");
    expect(house.processes()).toEqual({});
  });

  test("leaves nothing behind when Fettle does not start", async () => {
    await using house = await openHouse({ fettle: "process.exit(7);" });
    expect((await house.start().ended).exit).toBe(7);
    expect(house.processes()).toEqual({});
  });

  test("leaves nothing behind when it is ended before Fettle is there", async () => {
    await using house = await openHouse({ fettle: stub });
    const started = house.start();
    await until(() => "shop-supervisor.ts" in house.processes());
    kill(started.pid, "SIGTERM");
    expect((await started.ended).exit).not.toBe(0);
    expect(house.processes()).toEqual({});
    expect(readdirSync(join(house.path, ".state"))).not.toContain(`start.${started.pid}`);
  });

  test("leaves no shop behind when its supervisor is killed", async () => {
    await using house = await openHouse({ fettle: stub });
    const started = house.start();
    await running(started);
    kill(house.processes()["shop-supervisor.ts"] ?? 0, "SIGKILL");
    await until(() => house.shopPid() === undefined);
    expect(Object.keys(house.processes())).toEqual(["cli.ts"]);
  });

  test("ends with 2, without Fettle, where the shop cannot start", async () => {
    await using house = await openHouse({ fettle: stub });
    await using server = createServer();
    await once(server.listen(house.port, "127.0.0.1"), "listening");
    const started = house.start();
    const { exit, stderr } = await started.ended;
    expect(exit).toBe(2);
    expect(stderr).toMatch(new RegExp(`^shop: port ${house.port} of 127\\.0\\.0\\.1 cannot be had[^\n]*\n$`));
    expect(started.stdout()).toBe("");
    expect(house.processes()).toEqual({});
  });

  test("is refused while another one runs, which it does not disturb", async () => {
    await using house = await openHouse({ fettle: stub });
    const first = house.start();
    await running(first);
    const before = house.processes();
    const second = await house.start().ended;
    expect(second.exit).toBe(2);
    expect(second.stderr).toContain(`in use by process ${house.shopPid()}`);
    expect(house.processes()).toEqual(before);
  });

  test("starts again at once where another one has just ended", async () => {
    await using house = await openHouse({ fettle: stub });
    const first = house.start();
    await running(first);
    kill(first.pid, "SIGKILL");
    const second = house.start();
    await first.ended;
    await running(second);
    expect(await shop(house, "GET", "/healthz")).toBe(200);
  });

  test("leaves a shop alone that ends all the time, and says so", async () => {
    await using house = await openHouse({ fettle: stub });
    const started = house.start();
    await running(started);
    // A shop that ends as soon as it is started again.
    writeFileSync(join(house.path, "examples/local/shop.ts"), "process.exit(1);\n");
    kill(house.shopPid() ?? 0, "SIGKILL");
    await until(() => started.stderr().includes("the shop ended 6 times within a minute"));
    await until(() => !("shop-supervisor.ts" in house.processes()));
    expect(house.processes()).toEqual({ "cli.ts": started.pid });
  });
});

/** Whether Fettle's own probe found the shop the last time. */
async function isUp(house: House): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${house.apiPort}/metrics`).catch(() => undefined);
  return /^fettle_inspect_probe_up\{probe="shop_down"\} 1$/m.test((await answer?.text()) ?? "");
}

async function shop(house: House, method: string, path: string): Promise<number> {
  return (await fetch(`http://127.0.0.1:${house.port}${path}`, { method })).status;
}
