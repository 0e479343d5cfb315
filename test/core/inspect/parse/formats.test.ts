import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logFormats, parserFor } from "../../../../core/inspect/parse/parser.ts";

const parse = (line: string) => parserFor("auto")(line, "app");
const at = Date.UTC(2026, 0, 2, 3, 4, 5);

describe("logfmt", () => {
  test("gives the six named fields, and keeps the rest with its types", () => {
    const line =
      'time=2026-01-02T03:04:05Z level=warn msg="it is \\"slow\\"" app=shop host=web-1 took=5s size=10MB count=12 ratio=0.5 ok=true id=007 debug';
    expect(parse(line)).toEqual({
      timeMs: at,
      level: "warn",
      host: "web-1",
      service: "shop",
      message: 'it is "slow"',
      source: "app",
      fields: { took: "5s", size: "10MB", count: 12, ratio: 0.5, ok: true, id: "007", debug: true },
    });
  });

  test.for(["a=b", "the x=1 and y=2", "x=1 y=2 said he", 'x=1 y="2', "=1 x=2", "x==1 y=2 !"])(
    "%j is none",
    (line) => {
      expect(parse(line ?? "").message).toBe(line);
    },
  );

  test("keeps numbers that a number cannot hold as they are written", () => {
    expect(parse("a=12345678901234567890 b=1e5 c=-0.25").fields).toEqual({
      a: "12345678901234567890",
      b: "1e5",
      c: -0.25,
    });
  });

  test("reads again what was written, whatever it holds", () => {
    const value = fc.string({ unit: "binary", maxLength: 20 }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 5 }), (values) => {
        const quoted = values.map((text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`);
        const line = quoted.map((text, index) => `k${index}=${text}`).join(" ");
        const { fields } = parse(line);
        const texts = values.map((_, index) => JSON.stringify(fields[`k${index}`]));
        // What looks like a number or a truth value is one.
        expect(texts.map((text) => text.replaceAll(/^"|"$/g, ""))).toEqual(
          values.map((text) => JSON.stringify(text).slice(1, -1)),
        );
      }),
    );
  });
});

describe("syslog", () => {
  test("of RFC 5424 has priority, names, structured data and message", () => {
    const line =
      '<165>1 2026-01-02T03:04:05.000Z web-1 shop 8710 ID47 [ex@32473 iut="3" eventSource="a \\"b\\] c"][x@1] \uFEFFit works';
    expect(parse(line)).toEqual({
      timeMs: at,
      level: "info",
      host: "web-1",
      service: "shop",
      message: "it works",
      source: "app",
      fields: {
        facility: "local4",
        pid: "8710",
        msgid: "ID47",
        "ex@32473": { iut: "3", eventSource: 'a "b] c' },
        "x@1": {},
      },
    });
    expect(parse("<34>1 - - - - - -")).toMatchObject({
      level: "fatal",
      host: null,
      service: null,
      fields: { facility: "auth" },
    });
  });

  test("of RFC 3164, with or without a priority, and with the time of RFC 3339", () => {
    expect(parse("<34>Oct 11 22:14:15 web-1 su[42]: 'su root' failed")).toMatchObject({
      timeMs: null,
      level: "fatal",
      host: "web-1",
      service: "su",
      message: "'su root' failed",
      fields: { facility: "auth", pid: "42" },
    });
    expect(parse("Oct  1 22:14:15 web-1 kernel: ERROR: disk")).toMatchObject({
      level: "error",
      service: "kernel",
      message: "ERROR: disk",
    });
    expect(parse("2026-01-02T03:04:05.000000+00:00 web-1 sshd[7]: closed")).toMatchObject({
      timeMs: at,
      service: "sshd",
      message: "closed",
    });
  });

  test.for(["<999>1 - - - - - - x", "<34>2 a b", "Oct 32 x", "<34>", '<34>1 - - - - - [a x="1 rest'])(
    "%j is none",
    (line) => {
      expect(parse(line ?? "").message).toBe(line);
    },
  );
});

test("an access log has client, request, status, and a level by its status", () => {
  const line =
    '203.0.113.9 - ada [02/Jan/2026:04:04:05 +0100] "GET /a?b=1 HTTP/1.1" 502 1234 "https://shop.example/" "curl/8.1 \\"x\\""';
  expect(parse(line)).toEqual({
    timeMs: at,
    level: "error",
    host: null,
    service: null,
    message: line,
    source: "app",
    fields: {
      client: "203.0.113.9",
      user: "ada",
      method: "GET",
      path: "/a?b=1",
      protocol: "HTTP/1.1",
      status: 502,
      bytes: 1234,
      referer: "https://shop.example/",
      agent: 'curl/8.1 \\"x\\"',
    },
  });
  expect(parse('::1 - - [31/Feb/2026:00:00:00 +0000] "-" 400 -')).toMatchObject({
    timeMs: null,
    level: "warn",
    fields: { bytes: 0, request: "-" },
  });
});

test("klog has level, place, and the fields of its structured form", () => {
  expect(
    parse('E0102 03:04:05.678901    1234 server.go:42] "it failed" err="no \\"route\\"" retries=3'),
  ).toMatchObject({
    timeMs: null,
    level: "error",
    message: "it failed",
    fields: { thread: 1234, file: "server.go", line: 42, err: 'no "route"', retries: 3 },
  });
  expect(parse("W0102 03:04:05.678901 7 a.go:1] plain words")).toMatchObject({
    level: "warn",
    message: "plain words",
  });
});

describe("a line of Docker's json-file", () => {
  const wrapped = (log: string, more = "") =>
    `{"log":${JSON.stringify(log)},"stream":"stderr"${more},"time":"2026-01-02T03:04:05.000000000Z"}`;

  test("is what the program wrote, in its own format, with Docker's time where that has none", () => {
    expect(parse(wrapped('[ERROR] it "broke"\r\n'))).toMatchObject({
      timeMs: at,
      level: "error",
      message: '[ERROR] it "broke"',
      fields: { stream: "stderr" },
    });
    const inner = '{"time":"2026-01-02T03:04:00Z","level":"warn","msg":"slow","ms":7}\n';
    expect(parse(wrapped(inner, ',"attrs":{"tag":"x"}'))).toMatchObject({
      timeMs: at - 5_000,
      level: "warn",
      message: "slow",
      fields: { ms: 7, stream: "stderr" },
    });
    expect(parse(wrapped("half a "))).toMatchObject({ message: "half a ", fields: { partial: true } });
  });

  test("is a line of JSON where it is anything else", () => {
    expect(parse('{"log":"x","stream":"other","time":"2026-01-02T03:04:05Z"}')).toMatchObject({
      message: "x",
      fields: { stream: "other" },
    });
    expect(parse('{"log":"bad \\x","stream":"stdout","time":"2026-01-02T03:04:05.0Z"}')).toMatchObject({
      level: null,
    });
  });
});

describe("a container's line", () => {
  test("is what the program wrote, with the runtime's time where that has none", () => {
    const time = "2026-01-02T03:04:05.000000000Z";
    expect(
      parse(`${time} stderr F {"level":"error","msg":"boom","time":"2026-01-02T03:04:00Z"}`),
    ).toMatchObject({
      timeMs: at - 5_000,
      level: "error",
      message: "boom",
      fields: { stream: "stderr" },
    });
    expect(parse(`${time} stdout P half a `)).toMatchObject({
      timeMs: at,
      message: "half a ",
      fields: { stream: "stdout", partial: true },
    });
    expect(parse(`${time} stdout F level=warn msg=slow`)).toMatchObject({
      timeMs: at,
      level: "warn",
      message: "slow",
    });
  });
});

describe("whatever a line holds", () => {
  const signs = fc.constantFrom(
    ...'<>[]{}"\\= :-.\n\0é😀'.split(""),
    "<34>1 ",
    "Oct 11 22:14:15 ",
    "msg=",
    "stdout F ",
    '"GET / HTTP/1.1" 200 1',
    "E0102 03:04:05.678901 1 a.go:1] ",
    "2026-01-02T03:04:05Z ",
  );
  const line = fc
    .array(fc.oneof(signs, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 12 })
    .map((parts) => parts.join(""));

  test.for(logFormats)("%s never throws, and keeps the line where it is of no format", (format) => {
    fc.assert(
      fc.property(line, (text) => {
        const record = parserFor(format)(text, "app");
        expect(typeof record.message).toBe("string");
        expect(Object.getPrototypeOf(record.fields)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test("takes a time that grows with its length, and no faster", () => {
    const hostile = [
      "a=1 ".repeat(16_000),
      `a="${"\\".repeat(64_000)}`,
      `<34>1 - - - - - [a${' x="y"'.repeat(9_000)}`,
      `<34>1 - - - - - ${'[a x="1"]'.repeat(7_000)}`,
      `1.1.1.1 - - [02/Jan/2026:04:04:05 +0100] "${"\\".repeat(64_000)}`,
      `E0102 03:04:05.678901 1 a.go:1] "${"\\x".repeat(32_000)}`,
      `2026-01-02T03:04:05Z stdout F ${"2026-01-02T03:04:05Z stdout F ".repeat(2_000)}`,
      " ".repeat(64_000),
      `${" ".repeat(32_000)}x`,
    ];
    for (const text of hostile) {
      const startedMs = performance.now();
      parse(text);
      expect([text.slice(0, 30), performance.now() - startedMs < 200]).toEqual([text.slice(0, 30), true]);
    }
  });
});
