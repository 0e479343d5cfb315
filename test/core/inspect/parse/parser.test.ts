import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LogFormat, parserFor } from "../../../../core/inspect/parse/parser.ts";

function parse(line: string, format: LogFormat = "auto") {
  return parserFor(format)(line, "app");
}

describe("a JSON line", () => {
  test("gives the six named fields, and keeps the rest with its types", () => {
    const line = `{"time":"2026-01-02T03:04:05.678Z","level":"warn","msg":"slow","hostname":"web-01","service":"shop","ms":12.5,"ok":false,"tags":["a",1],"none":null}`;
    expect(parse(line)).toEqual({
      timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      level: "warn",
      host: "web-01",
      service: "shop",
      message: "slow",
      source: "app",
      fields: { ms: 12.5, ok: false, tags: ["a", 1], none: null },
    });
  });

  test("is read from nested objects and from dotted keys alike (ECS)", () => {
    const nested = parse(
      `{"log":{"level":"error"},"host":{"name":"h"},"service":{"name":"s"},"message":"m"}`,
    );
    expect(nested).toMatchObject({ level: "error", host: "h", service: "s", message: "m" });
    expect(nested.fields).toEqual({ log: { level: "error" }, host: { name: "h" }, service: { name: "s" } });
    const dotted = parse(`{"log.level":"error","host.name":"h","service.name":"s","message":"m"}`);
    expect(dotted).toMatchObject({ level: "error", host: "h", service: "s", message: "m", fields: {} });
  });

  test("takes the first name with a usable value, and keeps the others as fields", () => {
    const record = parse(
      `{"msg":"second","message":"first","time":"yesterday","ts":1767322800,"severity":"loud","lvl":50}`,
    );
    expect(record).toMatchObject({ message: "first", timeMs: 1_767_322_800_000, level: "error" });
    expect(record.fields).toEqual({ msg: "second", time: "yesterday", severity: "loud" });
  });

  test("without a message has the whole line as its message", () => {
    expect(parse(`{"a":1}`)).toMatchObject({ message: `{"a":1}`, fields: { a: 1 } });
  });

  test("of Docker's json-file loses the line end inside its log", () => {
    expect(parse(`{"log":"hello\\r\\n","stream":"stderr"}`)).toMatchObject({
      message: "hello",
      fields: { stream: "stderr" },
    });
  });

  test("cannot reach a prototype through its keys", () => {
    const record = parse(`{"__proto__":{"polluted":1},"constructor":2,"message":"m"}`);
    expect(Object.getPrototypeOf(record.fields)).toBe(null);
    expect(Object.keys(record.fields)).toEqual(["__proto__", "constructor"]);
    expect("polluted" in {}).toBe(false);
    expect(parse("plain").fields["constructor"]).toBe(undefined);
  });

  test.each([`{"a":1`, `{broken}`, `[1,2]`, `"text"`, `null`, `{"a":`.repeat(40) + "1" + "}".repeat(40)])(
    "that is no object, or too deep, stays as plain text: %s",
    (line) => {
      expect(parse(line)).toMatchObject({ message: line, fields: {} });
      expect(parse(line, "json")).toMatchObject({ message: line, fields: {} });
    },
  );

  test("of a plain source is plain text", () => {
    expect(parse(`{"message":"m"}`, "plain")).toMatchObject({ message: `{"message":"m"}`, fields: {} });
  });
});

describe("a time", () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5);
  test.each([
    ["2026-01-02T03:04:05Z", at],
    ["2026-01-02t03:04:05z", at],
    ["2026-01-02 03:04:05", at],
    ["2026-01-02T03:04:05", at],
    ["2026-01-02T03:04:05,123", at + 123],
    ["2026-01-02T03:04:05.1", at + 100],
    ["2026-01-02T03:04:05.123456789Z", at + 123],
    ["2026-01-02T04:34:05+01:30", at],
    ["0001-01-01T00:00:00Z", null],
    ["2026-01-01T22:04:05-0500", at],
    ["2026-01-02 03:04:05 +0000 UTC", at],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1)],
    ["2026-02-29T00:00:00Z", null],
    ["2026-13-01T00:00:00Z", null],
    ["2026-00-01T00:00:00Z", null],
    ["2026-01-02T24:00:00Z", null],
    ["2026-01-02T03:04:05+99:00", null],
    ["2026-01-02T03:04:05 and more", null],
    ["2026-01-02", null],
    ["", null],
    [at / 1000, at],
    [at / 1000 + 0.25, at + 250],
    [at, at],
    [at * 1e3, at],
    [at * 1e6, at],
    [String(at / 1000), at],
    [`${at}000`, at],
    [`${at / 1000}.500`, at + 500],
    [12.5, null],
    [-1, null],
    ["12345", null],
    [true, null],
  ])("written as %j is %j", (value, expected) => {
    expect(parse(JSON.stringify({ time: value })).timeMs).toBe(expected);
  });

  test("of any moment and zone is read back exactly", () => {
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1e11, max: 4e12 }), offsets, (ms, offset) => {
        const local = new Date(ms + offset * 60_000).toISOString().slice(0, -1);
        const [sign, minutes] = [offset < 0 ? "-" : "+", Math.abs(offset)];
        const two = (count: number): string => String(count).padStart(2, "0");
        const text = `${local}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
        expect(parse(JSON.stringify({ time: text })).timeMs).toBe(ms);
        expect(parse(`${text} hello`).timeMs).toBe(ms);
      }),
    );
  });
});

describe("a level", () => {
  test.each([
    ["WARNING", "warn"],
    ["Err", "error"],
    ["CRITICAL", "fatal"],
    ["panic", "fatal"],
    ["EMERG", "fatal"],
    ["notice", "info"],
    [10, "trace"],
    [35, "info"],
    [60, "fatal"],
    ["30", "info"],
    [0, "fatal"],
    [3, "error"],
    ["4", "warn"],
    [7, "debug"],
    [8, null],
    [70, null],
    [2.5, null],
    ["loud", null],
    [{}, null],
  ])("written as %j is %j", (value, expected) => {
    expect(parse(JSON.stringify({ severity: value })).level).toBe(expected);
  });
});

describe("a plain line", () => {
  test.each([
    ["2026-01-02 03:04:05,678 ERROR [main] boom", "error"],
    ["[2026-01-02T03:04:05Z] [warn] slow", "warn"],
    ["2026-01-02T03:04:05Z web-01 app[12]: CRIT: disk", "fatal"],
    ["level=warning msg=slow", "warn"],
    [`ts=1 level="error" msg=x`, "error"],
    ["<info> started", "info"],
    ["error: no such file", "error"],
    ["Warning: low space", "warn"],
    ["INFO", "info"],
    ["an error was found", null],
    ["GET /ERROR HTTP/1.1", null],
    ["INFORMED people", null],
    ["ERROR_COUNT 3", null],
    ["loglevel=error", null],
    ["the errors: none", null],
    [`${"x".repeat(59)} ERROR`, null],
    [`${"x".repeat(58)} ERROR`, "error"],
    [`${"x".repeat(58)} ERRORS`, null],
  ])("%j has level %j", (line, expected) => {
    expect(parse(line, "plain")).toMatchObject({ message: line, level: expected, fields: {} });
  });

  test("has the time that it begins with, and no other", () => {
    const at = Date.UTC(2026, 0, 2, 3, 4, 5);
    expect(parse("2026-01-02T03:04:05Z hello").timeMs).toBe(at);
    expect(parse("[2026-01-02 03:04:05] hello").timeMs).toBe(at);
    expect(parse("2026-01-02 03:04:05,678 hello").timeMs).toBe(at + 678);
    expect(parse("2026-01-02 03:04:05.678: hello").timeMs).toBe(at + 678);
    expect(parse("2026-01-02 04:04:05+01:00 hello").timeMs).toBe(at);
    expect(parse("at 2026-01-02 03:04:05").timeMs).toBe(null);
    expect(parse("2026-01-02 03:04:05x hello").timeMs).toBe(null);
  });

  test("has host and service from its source's labels, which a line may overrule", () => {
    const labels = { host: "web-01", service: "shop" };
    expect(parserFor("auto")("x", "app", labels)).toMatchObject(labels);
    expect(parserFor("auto")(`{"host":"db"}`, "app", labels)).toMatchObject({ host: "db", service: "shop" });
  });
});

test("any line becomes a record without a throw, and one that is of no other format stays its message", () => {
  const lines = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.json().map((json) => `{"a":${json}`),
  );
  fc.assert(
    fc.property(lines, (line) => {
      const record = parse(line);
      const other = /^\s*[{<]|[A-Za-z_@][^\s]*=|^\d|^[A-Z]/.test(line);
      expect(record.message === line || other).toBe(true);
    }),
  );
});
