import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { isFault, Secret } from "#core/domain";
import { openHttp, type HttpRequest } from "#core/reach";
import { systemClock } from "#core/runtime";
import { openTcpScript } from "../../support/tcp-script.ts";

const plain = { method: "GET", timeoutMs: 5_000, maxBytes: 1_000 } as const;

/** Asks a server that says `answer` to each connection and then closes it. */
async function ask(answer: string | Buffer, more: Partial<HttpRequest> = {}) {
  await using server = await openTcpScript((socket) => {
    socket.once("data", () => socket.end(answer));
  });
  await using http = openHttp({ clock: systemClock });
  const url = `http://127.0.0.1:${server.port}/a?b=c`;
  const response = await http.request({ url, ...plain, ...more });
  return { response, heard: server.heard() };
}

async function faultOf(promise: Promise<unknown>): Promise<{ kind: string; message: string; shown: string }> {
  try {
    await promise;
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return {
      kind: thrown.kind,
      message: thrown.message,
      shown: inspect(thrown, { depth: 20, showHidden: true }),
    };
  }
  throw new Error("there was no fault");
}

describe("an answer", () => {
  test("comes back with status, headers, body and its time; the request is as asked", async () => {
    const { response, heard } = await ask(
      "HTTP/1.1 200 OK\r\nX-Thing: yes\r\nContent-Length: 5\r\n\r\nhello",
      { method: "POST", body: "{}", headers: { "x-a": "1" }, bearer: new Secret("s3cr3t") },
    );
    expect(response).toMatchObject({ status: 200, body: "hello", bodyBytes: 5, truncated: false });
    expect(response.headers["x-thing"]).toBe("yes");
    expect(response.ms).toBeGreaterThan(0);
    expect(heard).toMatch(/^POST \/a\?b=c HTTP\/1\.1\r\n/);
    expect(heard).toContain("authorization: Bearer s3cr3t\r\n");
    expect(heard).toContain("x-a: 1\r\n");
  });

  test("that redirects is reported, not followed", async () => {
    const { response } = await ask("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
    expect(response).toMatchObject({ status: 302, headers: { location: "/elsewhere" } });
  });

  test("longer than allowed is cut at the limit, also inside a character", async () => {
    const body = "ab€".repeat(100_000);
    const { response } = await ask(`HTTP/1.1 200 OK\r\n\r\n${body}`, { maxBytes: 8 });
    expect(response).toMatchObject({ body: "ab€ab", bodyBytes: 8, truncated: true });
  });

  test("of exactly the allowed length is whole", async () => {
    const { response } = await ask("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour", { maxBytes: 4 });
    expect(response).toMatchObject({ body: "four", bodyBytes: 4, truncated: false });
  });

  test("that never ends is cut too, and the connection is let go", async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await openTcpScript((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const pour = (): void => {
        while (!socket.destroyed && socket.write("x".repeat(16_384)));
      };
      socket.on("drain", pour);
      socket.on("close", () => closed.resolve());
      pour();
    });
    await using http = openHttp({ clock: systemClock });
    const response = await http.request({ ...plain, url: `http://127.0.0.1:${server.port}` });
    expect(response).toMatchObject({ bodyBytes: 1_000, truncated: true });
    await closed.promise;
  });
});

test("each request has a connection of its own", async () => {
  await using server = await openTcpScript((socket) => {
    socket.on("data", () => socket.write("HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n"));
  });
  await using http = openHttp({ clock: systemClock });
  for (let i = 0; i < 3; i++) await http.request({ ...plain, url: `http://127.0.0.1:${server.port}` });
  expect(server.connections()).toBe(3);
});

describe("the deadline ends", () => {
  test("a server that accepts and says nothing", async () => {
    await using server = await openTcpScript(() => {});
    await using http = openHttp({ clock: systemClock });
    const url = `http://127.0.0.1:${server.port}/`;
    expect(await faultOf(http.request({ ...plain, url, timeoutMs: 100 }))).toMatchObject({
      kind: "timeout",
      message: `no answer from 127.0.0.1:${server.port} within 100ms`,
    });
  });

  test("a server that drips its body for ever", async () => {
    await using server = await openTcpScript((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const timer = setInterval(() => socket.write("."), 5);
      socket.on("close", () => clearInterval(timer));
    });
    await using http = openHttp({ clock: systemClock });
    const url = `http://127.0.0.1:${server.port}/`;
    expect(await faultOf(http.request({ ...plain, url, timeoutMs: 150 }))).toMatchObject({
      kind: "timeout",
      message: `answer of 127.0.0.1:${server.port} not complete within 150ms`,
    });
  });

  test("a server that drips its headers for ever", async () => {
    await using server = await openTcpScript((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nX-Drip: ");
      const timer = setInterval(() => socket.write("."), 5);
      socket.on("close", () => clearInterval(timer));
    });
    await using http = openHttp({ clock: systemClock });
    const url = `http://127.0.0.1:${server.port}/`;
    expect(await faultOf(http.request({ ...plain, url, timeoutMs: 150 }))).toMatchObject({ kind: "timeout" });
  });
});

describe("a plain cause is given for", () => {
  test("a port where nobody listens", async () => {
    const server = await openTcpScript(() => {});
    await server[Symbol.asyncDispose]();
    await using http = openHttp({ clock: systemClock });
    const url = `http://127.0.0.1:${server.port}/`;
    expect(await faultOf(http.request({ ...plain, url }))).toMatchObject({
      kind: "unavailable",
      message: `connection refused by 127.0.0.1:${server.port}`,
    });
  });

  test.each([
    ["a connection closed at once", "", /^connection closed before the answer was complete by 127/],
    ["something that is no HTTP", "SSH-2.0-OpenSSH_9.2\r\n", /^no HTTP from 127/],
    [
      "headers without end",
      `HTTP/1.1 200 OK\r\nA: ${"x".repeat(20_000)}\r\n\r\n`,
      /^headers over 16 KiB from 127/,
    ],
    [
      "half a body",
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
      /^connection closed before|^answer of a wrong/,
    ],
  ])("%s", async (_, answer, message) => {
    const fault = await faultOf(ask(answer));
    expect(fault.kind).toBe("unavailable");
    expect(fault.message).toMatch(message);
  });

  test("TLS asked of a server that has none", async () => {
    await using server = await openTcpScript((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 400 no\r\n\r\n")),
    );
    await using http = openHttp({ clock: systemClock });
    const fault = await faultOf(http.request({ ...plain, url: `https://127.0.0.1:${server.port}/` }));
    expect(fault).toMatchObject({ kind: "unavailable" });
    expect(fault.message).toMatch(/^no TLS \(ERR_SSL_[A-Z_]+\) with 127/);
  });
});

describe("giving up", () => {
  test("through the caller's signal ends the request", async () => {
    await using server = await openTcpScript(() => {});
    await using http = openHttp({ clock: systemClock });
    const stop = new AbortController();
    const url = `http://127.0.0.1:${server.port}/`;
    const fault = faultOf(http.request({ ...plain, url, signal: stop.signal }));
    stop.abort();
    expect(await fault).toMatchObject({
      kind: "unavailable",
      message: `the request to 127.0.0.1:${server.port} was given up`,
    });
  });

  test("through disposal ends what is under way, and refuses what comes later", async () => {
    await using server = await openTcpScript(() => {});
    const http = openHttp({ clock: systemClock });
    const url = `http://127.0.0.1:${server.port}/`;
    const fault = faultOf(http.request({ ...plain, url }));
    await http[Symbol.asyncDispose]();
    expect(await fault).toMatchObject({ kind: "unavailable" });
    expect(await faultOf(http.request({ ...plain, url }))).toMatchObject({ kind: "unavailable" });
  });
});

describe("no secret gets into a fault", () => {
  test.each(["http://me:hunter2@127.0.0.1:1/", "ftp://me:hunter2@127.0.0.1/", "hunter2", "http://hunter2:x"])(
    "%s is refused without being repeated",
    async (url) => {
      await using http = openHttp({ clock: systemClock });
      const fault = await faultOf(http.request({ ...plain, url }));
      expect(fault.kind).toBe("invalid");
      expect(fault.shown).not.toContain("hunter2");
    },
  );

  test("a header that cannot be sent is named, its value is not", async () => {
    const fault = await faultOf(ask("", { headers: { "x-key": new Secret("hunter2\nx") } }));
    expect(fault.message).toContain("invalid x-key header");
    expect(fault.shown).not.toContain("hunter2");
  });

  test("a failed request with a token shows it nowhere, causes included", async () => {
    const fault = await faultOf(ask("", { bearer: new Secret("hunter2") }));
    expect(fault.shown).not.toContain("hunter2");
  });
});
