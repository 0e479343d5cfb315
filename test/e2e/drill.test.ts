import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type House, type HouseOptions, openHouse } from "../examples/start-house.ts";
import { until } from "../examples/shop-process.ts";

/** From a fault to its proof by real processes: the shop, Fettle that watches it, and a second terminal. */
const slow = 120_000;

describe("a drill from the command line", { timeout: slow }, () => {
  test("is noticed, planned, approved, repaired, proven and over, each with its time and the receipt", async () => {
    await using house = await running();
    const listed = await house.fettle("drill");
    expect(listed.stdout).toContain(
      'shop-errors  raises payment_errors, repaired by "read the payment settings again"\n',
    );
    const drilled = await house.fettle("drill", "shop-errors", "--heal", "--json");
    expect(drilled).toMatchObject({ exit: 0, stderr: "" });
    const score = scoreShape.parse(JSON.parse(drilled.stdout));
    expect(score).toMatchObject({
      drill: "shop-errors",
      incident: "inc-1",
      plan: "plan-1",
      run: "run-1",
      verdict: "healed",
    });
    expect(score.stages.map(({ name }) => name)).toEqual(stages);
    const times = score.stages.map(({ afterMs }) => afterMs ?? Number.NaN);
    expect(times).toEqual(times.toSorted((a, b) => a - b));

    const shown = await house.fettle("heal", "show", "run-1");
    expect(shown.stdout).toMatch(/^verdict    Healed$/m);
    expect(shown.stdout).toMatch(/^proof      within 1m, every 2s, for 6s$/m);
    // The head in the receipt is what the audit must still reach.
    const head = /^audit      (\d+:\w+)$/m.exec(shown.stdout)?.[1] ?? "";
    expect(await house.fettle("audit", "verify", "--head", head)).toMatchObject({ exit: 0 });
    const forged = head.replace(/\w$/, (last) => (last === "0" ? "1" : "0"));
    expect(await house.fettle("audit", "verify", "--head", forged)).toMatchObject({ exit: 1 });
  });

  test("is Not healed where the repair does nothing, whatever its exit code says", async () => {
    await using house = await running({
      "runbooks/shop.runbook": (text) =>
        text
          .replace(/exec "find [^"]*"/, 'exec "true"')
          .replaceAll("within 1m every 2s hold 4s", "within 4s every 1s hold 2s"),
    });
    const drilled = await house.fettle("drill", "shop-disk", "--heal");
    expect(drilled).toMatchObject({ exit: 1, stderr: "" });
    expect(drilled.stdout).toMatch(/repaired \d+\.\d s\n {2}run-1: not-healed\n$/);
    const shown = await house.fettle("heal", "show", "run-1");
    expect(shown.exit).toBe(1);
    expect(shown.stdout).toMatch(/^ +✓ exit 0 after .*, sandbox full$/m);
    expect(shown.stdout).toMatch(/^verdict    Not healed: /m);
  });

  test("brings no card where no rule sees it", async () => {
    await using house = await running({
      "rules/shop.yml": (text) => text.replace("payment refused: ", "nothing says this: "),
    });
    const drilled = await house.fettle("drill", "shop-errors", "--heal", "--within", "15s");
    expect(drilled.exit).toBe(1);
    expect(drilled.stdout).toMatch(/\n {2}not noticed in time\n$/);
    expect((await house.fettle("incidents")).stdout).toBe("nothing is open\n");
  });

  test("is denied, or aborted, by whoever may, with their reason", async () => {
    await using house = await running();
    const planned = await house.fettle("heal", "plan", "read the payment settings again", "--json");
    expect(JSON.parse(planned.stdout)).toMatchObject({ plan: "plan-1", state: "proposed", missing: 1 });
    expect(await house.fettle("deny", "plan-1")).toMatchObject({ exit: 2 });
    expect((await house.fettle("deny", "plan-1", "not", "now")).stdout).toBe("plan-1 is denied\n");
    expect((await house.fettle("approve", "plan-1")).stderr).toContain("plan-1 is denied already");
    expect((await house.fettle("heal", "show", "plan-1")).stdout).toMatch(
      /^plan {7}plan-1, denied by local:\d+: not now$/m,
    );

    const run = await house.fettle("heal", "run", "read the payment settings again");
    expect(run).toMatchObject({ exit: 0 });
    expect(run.stderr).toMatch(/^run-1 verifying$/m);
    expect((await house.fettle("abort", "run-1", "too late")).stderr).toContain("run-1 is over: verified");
    expect((await house.fettle("heal", "run", "read the pament settings again")).stderr).toBe(
      'fettle: there is no runbook "read the pament settings again"; did you mean "read the payment settings again"?\n',
    );
  });

  test("of a shop that hangs waits for each look at it, and has it started again", async () => {
    await using house = await running();
    const drilled = await house.fettle("drill", "shop-hang", "--heal");
    expect(drilled).toMatchObject({ exit: 0, stderr: "" });
    expect(drilled.stdout).toMatch(/\n {2}proven \d+\.\d s\n/);
    expect(drilled.stdout).toMatch(/\n {2}over \d+\.\d s\n/);
  });

  test("of a disk that fills is proved as soon as there is room, however early", async () => {
    await using house = await running();
    expect(await house.fettle("drill", "shop-disk", "--heal")).toMatchObject({ exit: 0, stderr: "" });
  });

  test("looks at the machine by what only reads, and by nothing else", async () => {
    await using house = await running();
    const asked = await house.fettle("run", "uptime && ps -e", "--json");
    expect(asked).toMatchObject({ exit: 0, stderr: "" });
    expect(JSON.parse(asked.stdout)).toMatchObject({ host: "local", ok: true, exit: 0, truncated: false });
    expect(asked.stdout).toContain("load average");
    const failed = await house.fettle("run", "grep no-such-word /proc/loadavg");
    expect(failed).toMatchObject({ exit: 1, stdout: "" });
    const refused = await house.fettle("run", "uptime; reboot");
    expect(refused).toMatchObject({ exit: 2, stdout: "" });
    expect(refused.stderr).toContain(
      "fettle: at character 7: one command after another, or in the background",
    );
    expect((await house.fettle("run", "uptime", "--on", "web")).stderr).toBe(
      "fettle: so far there is only local, got web\n",
    );
  });

  test("needs a Fettle that runs", async () => {
    await using house = await openHouse();
    for (const words of [
      ["drill", "shop-errors"],
      ["approve", "plan-1"],
      ["heal", "plan", "x"],
    ]) {
      const { exit, stderr } = await house.fettle(...words);
      expect([exit, stderr]).toEqual([2, "fettle: this needs a Fettle that runs: npx fettle start\n"]);
    }
  });
});

const stages = ["noticed", "planned", "approved", "begun", "repaired", "proven", "over"];

const scoreShape = z.looseObject({
  stages: z.array(z.object({ name: z.string(), afterMs: z.number().nullable() })),
});

/** A house whose Fettle answers; one that does not is taken down again. */
async function running(change: NonNullable<HouseOptions["change"]> = {}): Promise<House> {
  const house = await openHouse({ change });
  try {
    house.start("--log-level", "info");
    await until(async () => (await house.fettle("drill")).exit === 0);
    return house;
  } catch (thrown) {
    await house[Symbol.asyncDispose]();
    throw thrown;
  }
}
