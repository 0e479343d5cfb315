import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { openApi, type ApiOptions, type Health } from "#core/api";
import { openMetrics } from "#core/runtime";
import { hearLog } from "../../support/heard-log.ts";
import { getRaw, sendRaw } from "../../support/raw-tcp.ts";

const running: Health = { phase: "RUNNING", parts: [{ name: "store", ok: true }] };

async function open(more: Partial<ApiOptions> = {}) {
  const heard = hearLog();
  const api = await openApi({
    listen: { host: "127.0.0.1", port: 0 },
    metricsAllow: [{ address: "127.0.0.1", family: "ipv4", bits: 32 }],
    metrics: openMetrics({ defaults: false }),
    health: () => running,
    log: heard.log,
    ...more,
  });
  return {
    api,
    lines: heard.lines,
    at: api.address,
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

describe("health", () => {
  test("is good as long as the process answers, whatever its phase", async () => {
    await using opened = await open({ health: () => ({ phase: "SHUTDOWN", parts: [] }) });
    const answer = await getRaw(opened.at, "/healthz");
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/\r\n\r\n\{"phase":"SHUTDOWN"\}$/);
  });

  test("readiness goes 503, 200, 503 with phase and parts, and names what fails", async () => {
    let health: Health = { phase: "INIT", parts: [] };
    await using opened = await open({ health: () => health });
    const answers: string[] = [];
    const parts = [
      { name: "store", ok: true },
      { name: "slack", ok: false, because: "no connection" },
    ];
    const steps: Health[] = [
      health,
      running,
      { ...running, phase: "RELOADING" },
      { phase: "RUNNING", parts },
      { phase: "SHUTDOWN", parts: [] },
    ];
    for (const step of steps) {
      health = step;
      const answer = await getRaw(opened.at, "/readyz");
      answers.push(`${answer.slice(9, 12)} ${answer.slice(answer.indexOf("\r\n\r\n") + 4)}`);
    }
    expect(answers).toEqual([
      '503 {"phase":"INIT","failing":[]}',
      '200 {"phase":"RUNNING","failing":[]}',
      '200 {"phase":"RELOADING","failing":[]}',
      '503 {"phase":"RUNNING","failing":[{"name":"slack","because":"no connection"}]}',
      '503 {"phase":"SHUTDOWN","failing":[]}',
    ]);
  });
});

describe("metrics", () => {
  test("are given to an allowed address, and refused in one line to another", async () => {
    const metrics = openMetrics({ defaults: false });
    metrics.gauge("fettle_test_up", "Up.").set(1);
    await using opened = await open({ metrics });
    const allowed = await getRaw({ ...opened.at, localAddress: "127.0.0.1" }, "/metrics");
    expect(allowed).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(allowed).toContain("text/plain; version=0.0.4");
    expect(allowed).toContain("fettle_test_up 1\n");
    const refused = await getRaw({ ...opened.at, localAddress: "127.0.0.2" }, "/metrics");
    expect(refused).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(refused).toMatch(/\r\n\r\nthis address is not in api\.metricsAllow\n$/);
  });

  test("are not had by claiming another address", async () => {
    await using opened = await open();
    const claim =
      "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.1\r\nConnection: close\r\n\r\n";
    expect(await sendRaw({ ...opened.at, localAddress: "127.0.0.2" }, claim)).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe("refused are", () => {
  const heads = (extra: string): string =>
    `GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${extra}\r\n`;

  test.each([
    ["other routes", "GET /debug HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404],
    ["other methods", "DELETE /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404],
    ["a body", `${heads("Content-Length: 4\r\n")}body`, 413],
    ["a body without a length", `${heads("Transfer-Encoding: chunked\r\n")}4\r\nbody\r\n0\r\n\r\n`, 413],
    ["huge headers", heads(`X-Big: ${"x".repeat(9_000)}\r\n`), 431],
    ["a huge URL", `GET /${"x".repeat(9_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ["what is no HTTP", "SSH-2.0-OpenSSH\r\n\r\n", 400],
    ["a URL that cannot be decoded", "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 400],
  ])("%s", async (_, text, status) => {
    await using opened = await open();
    const answer = await sendRaw(opened.at, text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/node_modules|\.ts:|at .*\(/);
  });
});

test("a client that never ends its headers is cut off", async () => {
  await using opened = await open();
  const startedMs = performance.now();
  await sendRaw(opened.at, "GET /healthz HTTP/1.1\r\nX-Slow: ");
  expect(performance.now() - startedMs).toBeLessThan(4_500);
});

test("a bug is answered without a word about it, and logged", async () => {
  const health = (): Health => {
    throw new TypeError("the bug's own text");
  };
  await using opened = await open({ health });
  const answer = await getRaw(opened.at, "/readyz");
  expect(answer).toMatch(/^HTTP\/1\.1 500 /);
  expect(answer).not.toContain("the bug's own text");
  expect(JSON.stringify(opened.lines)).toContain("the bug's own text");
});

test("a port in use is a conflict that names it and says what to do", async () => {
  await using opened = await open();
  await expect(open({ listen: opened.at })).rejects.toMatchObject({
    name: "Fault",
    kind: "conflict",
    message: `127.0.0.1:${opened.at.port} is in use already; end what listens there, or set api.listen to another port or to off`,
  });
});

test("an address of another machine is refused", async () => {
  await expect(open({ listen: { host: "192.0.2.1", port: 0 } })).rejects.toMatchObject({ kind: "invalid" });
});

test("closing cuts idle connections and those in mid-request, quickly", async () => {
  const opened = await open();
  const sockets = ["", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /he"].map((text) => {
    const socket = connect(opened.at, () => socket.write(text));
    const closed = new Promise((resolve) => {
      socket.on("close", resolve);
    });
    socket.on("error", () => socket.destroy());
    socket.resume();
    return closed;
  });
  await getRaw(opened.at, "/healthz");
  const startedMs = performance.now();
  await opened.api[Symbol.asyncDispose]();
  await Promise.all(sockets);
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});
