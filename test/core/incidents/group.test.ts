import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "./desk.ts";

const minuteMs = 60_000;
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});

afterEach(() => desk[Symbol.asyncDispose]());

describe("while an incident gathers", () => {
  test("nobody is told of anything; then of all at once", async () => {
    await desk.see();
    const second = await desk.see({ subject: "web-02", severity: 5 });
    await desk.see({ subject: "web-03" });
    await desk.settle(second);
    await desk.clock.wind(9_000);
    expect(desk.hear()).toEqual([]);
    await desk.clock.wind(1_500);
    expect(desk.hear()).toEqual(["inc-1 opened @"]);
    expect(await desk.incident("inc-1")).toMatchObject({ severity: 5, state: { kind: "open" } });
    expect(await desk.store.read((r) => r.incidents.countAlerts("inc-1"))).toEqual({ firing: 2, all: 3 });
  });

  test("waits no longer because the clock is set back", async () => {
    await desk.see();
    desk.clock.jump(-3_600_000);
    await desk.clock.wind(1_000);
    expect(desk.hear()).toEqual(["inc-1 opened @"]);
  });

  test("one that is over before is never told of, unless it was urgent", async () => {
    await desk.settle(await desk.see({ severity: 3 }));
    await desk.settle(await desk.see({ rule: "worse", severity: 4 }));
    await desk.clock.wind(minuteMs);
    expect(desk.hear()).toEqual(["inc-2 resolved"]);
    expect(await desk.incident("inc-1")).toMatchObject({ state: { kind: "resolved" } });
  });
});

test.each([
  ["another rule", { rule: "net" }],
  ["another env", { subject: "web-02", labels: { env: "stage" } }],
  ["no env", { subject: "web-02", labels: {} }],
])("an alert of %s is another incident", async (_, change) => {
  await desk.see();
  await desk.see(change);
  await desk.clock.wind(11_000);
  expect(desk.hear()).toEqual(["inc-1 opened @", "inc-2 opened @"]);
});

describe("an open incident", () => {
  beforeEach(async () => {
    await desk.see();
    await desk.clock.wind(11_000);
    desk.hear();
  });

  test("is joined by more alerts of its group, which calls nobody", async () => {
    await desk.see({ subject: "web-02" });
    expect(desk.hear()).toEqual(["inc-1 changed"]);
  });

  test("calls people when its alert gets worse, or a worse one joins, and its severity stays up", async () => {
    await desk.see({ severity: 4 });
    expect(desk.hear()).toEqual(["inc-1 changed @"]);
    const worst = await desk.see({ subject: "web-02", severity: 5 });
    expect(desk.hear()).toEqual(["inc-1 changed @"]);
    await desk.settle(worst);
    expect(desk.hear()).toEqual(["inc-1 changed"]);
    expect(await desk.incident("inc-1")).toMatchObject({ severity: 5 });
  });

  test("calls people for a refire after half an hour of quiet, and not before", async () => {
    await desk.clock.wind(29 * minuteMs);
    await desk.see({ subject: "web-02" });
    expect(desk.hear()).toEqual(["inc-1 changed"]);
    await desk.clock.wind(30 * minuteMs);
    await desk.see({ subject: "web-03" });
    expect(desk.hear()).toEqual(["inc-1 changed @"]);
  });

  test("is resolved with its last alert, and not with the first", async () => {
    const second = await desk.see({ subject: "web-02" });
    desk.hear();
    await desk.settle("alert-c1");
    expect(desk.hear()).toEqual(["inc-1 changed"]);
    await desk.settle(second);
    expect(desk.hear()).toEqual(["inc-1 resolved"]);
    expect(await desk.incident("inc-1")).toMatchObject({
      state: { kind: "resolved", atMs: desk.clock.nowMs() },
    });
  });
});

describe("a resolved incident", () => {
  beforeEach(async () => {
    const alert = await desk.see();
    await desk.clock.wind(11_000);
    await desk.settle(alert);
    desk.hear();
  });

  test("opens again when its group fires within half an hour", async () => {
    await desk.clock.wind(30 * minuteMs);
    await desk.see();
    expect(desk.hear()).toEqual(["inc-1 reopened"]);
    expect(await desk.incident("inc-1")).toMatchObject({
      state: { kind: "open", sinceMs: desk.clock.nowMs() },
    });
  });

  test("calls people when what comes back is worse", async () => {
    await desk.see({ severity: 5 });
    expect(desk.hear()).toEqual(["inc-1 reopened @"]);
  });

  test("stays resolved when its group fires later: that is a new incident", async () => {
    await desk.clock.wind(30 * minuteMs + 1);
    await desk.see();
    await desk.clock.wind(11_000);
    expect(desk.hear()).toEqual(["inc-2 opened @"]);
    expect(await desk.incident("inc-1")).toMatchObject({ state: { kind: "resolved" } });
  });
});
