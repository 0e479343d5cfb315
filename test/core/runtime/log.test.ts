import { describe, expect, test } from "vitest";
import { Fault, Secret } from "#core/domain";
import { openLog } from "#core/runtime";
import { handClock } from "../../support/hand-clock.ts";
import { hearLog } from "../../support/heard-log.ts";

const hide = (text: string): string => text.replaceAll("hunter2", "[redacted]");

test("a line holds level, time, part, data and message", () => {
  const { log, lines } = hearLog();
  log.child("inspect").child("files").warn("a file is gone", { path: "/var/log/app.log" });
  expect(lines).toEqual([
    {
      level: "warn",
      time: "2026-01-01T00:00:00.000Z",
      part: "inspect.files",
      path: "/var/log/app.log",
      msg: "a file is gone",
    },
  ]);
});

test("lines below the level are not written, and their data is not even read", () => {
  let written = 0;
  const log = openLog({
    level: "warn",
    clock: handClock(),
    redact: (text) => text,
    to: { write: () => (written += 1) },
  });
  log.info("nothing", {
    get costly(): string {
      throw new Error("read");
    },
  });
  log.error("something");
  expect(written).toBe(1);
});

test("data cannot stand in for level, time, part or message", () => {
  const { log, lines } = hearLog();
  log.child("a").info("said", { level: "fatal", time: 0, part: "b", msg: "forged" });
  expect(lines).toMatchObject([
    { level: "info", part: "a", msg: "said", level_: "fatal", time_: 0, part_: "b", msg_: "forged" },
  ]);
});

test("every text in the data is redacted: keys, values, nested ones, errors and their causes", () => {
  const { log, lines } = hearLog(hide);
  const cause = new Fault("denied", "bad password hunter2", { cause: new Error("from hunter2") });
  const bug = new Error("hunter2", { cause });
  bug.name = "hunter2Error";
  log.error("failed", {
    hunter2: "hunter2",
    list: ["a hunter2", { deep: { hunter2: "hunter2" } }],
    token: new Secret("s3cr3t"),
    bug,
  });
  const text = JSON.stringify(lines);
  expect(text).not.toContain("hunter2");
  expect(text).not.toContain("s3cr3t");
  expect(lines).toMatchObject([
    {
      "[redacted]": "[redacted]",
      token: "[secret]",
      bug: {
        error: "[redacted]Error",
        message: "[redacted]",
        cause: { fault: "denied", message: "bad password [redacted]", cause: { error: "Error" } },
      },
    },
  ]);
  expect(lines[0]).not.toHaveProperty("bug.cause.stack");
});

describe("whatever the data is, a line of bounded size is written", () => {
  const cyclic: Record<string, unknown> = {};
  for (let i = 0; i < 50; i++) cyclic[`k${i}`] = cyclic;
  const loopedCause = new Error("round");
  loopedCause.cause = loopedCause;
  const throwing = {
    fine: 1,
    get bad(): string {
      throw new Error("getter");
    },
  };
  const mad = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("trap");
      },
    },
  );
  class BadError extends Error {
    override get message(): string {
      throw new Error("message");
    }
  }
  const bare: unknown = Object.create(null, { a: { value: 1, enumerable: true } });
  const cases: Record<string, unknown> = {
    "a wide cycle": cyclic,
    "a cause that causes itself": loopedCause,
    "a getter that throws": throwing,
    "a proxy that throws": mad,
    "an error whose message throws": new BadError(),
    "a long text": "x".repeat(1_000_000),
    "a long key": { ["k".repeat(1_000_000)]: 1 },
    "a long list": Array.from({ length: 100_000 }, () => "item"),
    bytes: Buffer.alloc(1_000_000),
    "odd values": [1n, NaN, undefined, null, Symbol("s"), () => 1, new Date(NaN), new Date(0)],
    "an object that serialises itself": { toJSON: () => "x".repeat(1_000_000) },
    "a null prototype": bare,
  };
  test.each(Object.keys(cases))("%s", (name) => {
    const { log, lines } = hearLog();
    log.error("odd", { value: cases[name] });
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines).length).toBeLessThan(100_000);
  });

  test("data that throws itself costs the data, not the line", () => {
    const { log, lines } = hearLog();
    log.error("odd", mad);
    log.error("odd", throwing);
    expect(lines).toMatchObject([
      { msg: "odd", data: "[unreadable]" },
      { msg: "odd", fine: 1, bad: "[unreadable]" },
    ]);
  });

  test("text that cannot be redacted is not written", () => {
    const { log, lines } = hearLog(() => {
      throw new Error("redaction is broken");
    });
    log.error("odd", { token: "hunter2" });
    expect(JSON.stringify(lines)).not.toContain("hunter2");
    expect(lines).toMatchObject([{ msg: "odd" }]);
  });
});
