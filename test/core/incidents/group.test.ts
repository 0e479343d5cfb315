import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Room, openRoom } from "./room.ts";

const minuteMs = 60_000;
let room: Room;

beforeEach(async () => {
  room = await openRoom();
});

afterEach(() => room[Symbol.asyncDispose]());

describe("while an incident gathers", () => {
  test("nobody is told of anything; then of all at once", async () => {
    await room.see();
    const second = await room.see({ subject: "web-02", severity: 5 });
    await room.see({ subject: "web-03" });
    await room.settle(second);
    await room.clock.wind(9_000);
    expect(room.hear()).toEqual([]);
    await room.clock.wind(1_500);
    expect(room.hear()).toEqual(["inc-1 opened @"]);
    expect(await room.incident("inc-1")).toMatchObject({ severity: 5, state: { kind: "open" } });
    expect(await room.store.read((r) => r.incidents.countAlerts("inc-1"))).toEqual({ firing: 2, all: 3 });
  });

  test("waits no longer because the clock is set back", async () => {
    await room.see();
    room.clock.jump(-3_600_000);
    await room.clock.wind(1_000);
    expect(room.hear()).toEqual(["inc-1 opened @"]);
  });

  test("one that is over before is never told of, unless it was urgent", async () => {
    await room.settle(await room.see({ severity: 3 }));
    await room.settle(await room.see({ rule: "worse", severity: 4 }));
    await room.clock.wind(minuteMs);
    expect(room.hear()).toEqual(["inc-2 resolved"]);
    expect(await room.incident("inc-1")).toMatchObject({ state: { kind: "resolved" } });
  });
});

test.each([
  ["another rule", { rule: "net" }],
  ["another env", { subject: "web-02", labels: { env: "stage" } }],
  ["no env", { subject: "web-02", labels: {} }],
])("an alert of %s is another incident", async (_, change) => {
  await room.see();
  await room.see(change);
  await room.clock.wind(11_000);
  expect(room.hear()).toEqual(["inc-1 opened @", "inc-2 opened @"]);
});

describe("an open incident", () => {
  beforeEach(async () => {
    await room.see();
    await room.clock.wind(11_000);
    room.hear();
  });

  test("is joined by more alerts of its group, which calls nobody", async () => {
    await room.see({ subject: "web-02" });
    expect(room.hear()).toEqual(["inc-1 changed"]);
  });

  test("calls people when its alert gets worse, or a worse one joins, and its severity stays up", async () => {
    await room.see({ severity: 4 });
    expect(room.hear()).toEqual(["inc-1 changed @"]);
    const worst = await room.see({ subject: "web-02", severity: 5 });
    expect(room.hear()).toEqual(["inc-1 changed @"]);
    await room.settle(worst);
    expect(room.hear()).toEqual(["inc-1 changed"]);
    expect(await room.incident("inc-1")).toMatchObject({ severity: 5 });
  });

  test("calls people for a refire after half an hour of quiet, and not before", async () => {
    await room.clock.wind(29 * minuteMs);
    await room.see({ subject: "web-02" });
    expect(room.hear()).toEqual(["inc-1 changed"]);
    await room.clock.wind(30 * minuteMs);
    await room.see({ subject: "web-03" });
    expect(room.hear()).toEqual(["inc-1 changed @"]);
  });

  test("is resolved with its last alert, and not with the first", async () => {
    const second = await room.see({ subject: "web-02" });
    room.hear();
    await room.settle("alert-c1");
    expect(room.hear()).toEqual(["inc-1 changed"]);
    await room.settle(second);
    expect(room.hear()).toEqual(["inc-1 resolved"]);
    expect(await room.incident("inc-1")).toMatchObject({
      state: { kind: "resolved", atMs: room.clock.nowMs() },
    });
  });
});

describe("a resolved incident", () => {
  beforeEach(async () => {
    const alert = await room.see();
    await room.clock.wind(11_000);
    await room.settle(alert);
    room.hear();
  });

  test("opens again when its group fires within half an hour", async () => {
    await room.clock.wind(30 * minuteMs);
    await room.see();
    expect(room.hear()).toEqual(["inc-1 reopened @"]);
    expect(await room.incident("inc-1")).toMatchObject({
      state: { kind: "open", sinceMs: room.clock.nowMs() },
    });
  });

  test("calls nobody when it comes back within five minutes: it flaps", async () => {
    await room.clock.wind(4.9 * minuteMs);
    await room.see();
    expect(room.hear()).toEqual(["inc-1 reopened"]);
  });

  test("calls people when what comes back is worse", async () => {
    await room.see({ severity: 5 });
    expect(room.hear()).toEqual(["inc-1 reopened @"]);
  });

  test("stays resolved when its group fires later: that is a new incident", async () => {
    await room.clock.wind(30 * minuteMs + 1);
    await room.see();
    await room.clock.wind(11_000);
    expect(room.hear()).toEqual(["inc-2 opened @"]);
    expect(await room.incident("inc-1")).toMatchObject({ state: { kind: "resolved" } });
  });
});

test("a group whose incident was resolved in the future, because the clock was set back, opens a new one", async () => {
  await room.settle(await room.see());
  await room.clock.wind(11_000);
  room.clock.jump(-24 * 3_600_000);
  await room.see();
  await room.clock.wind(11_000);
  expect(await room.incident("inc-2")).toMatchObject({ state: { kind: "open" } });
});

test("an incident that is open is joined, also where one that is over was made before the clock was set back", async () => {
  await room.settle(await room.see({ severity: 4 }));
  await room.clock.wind(11_000);
  room.clock.jump(-24 * 3_600_000);
  await room.see();
  await room.clock.wind(11_000);
  room.hear();
  await room.see({ subject: "web-02" });
  expect(room.hear()).toEqual(["inc-2 changed"]);
});
