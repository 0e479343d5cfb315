import { Secret } from "#core/domain";
import { systemClock } from "#core/runtime";
import { request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import { handClock } from "../../support/hand-clock.ts";
import type { PageOptions } from "../../../bot/workspace/contract.ts";
import { callApi, openAppSocket, openLive } from "./live.ts";
import { manifestText } from "./stage.ts";

/** One request with headers that fetch would not send; gives status and text. */
function raw(
  url: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sending.on("error", reject);
    sending.end();
  });
}

describe("a local Slack", () => {
  test("opens in less than half a second, and closes in less than one, whatever is open", async () => {
    const began = performance.now();
    const workspace = await openLive(systemClock);
    const opened = performance.now() - began;
    await using _ = await openAppSocket(workspace);
    const command = workspace.person("U0ADA").command("/fettle help");
    const event = workspace.person("U0ADA").openHome();
    workspace.faults.method("auth.test", { delayMs: 60_000 });
    const slow = callApi(workspace, "auth.test").catch(() => "cut");
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    const ending = performance.now();
    await workspace[Symbol.asyncDispose]();
    const closed = performance.now() - ending;
    expect(await Promise.all([command, event])).toMatchObject([{ ok: false }, { ok: true, ackMs: null }]);
    await slow;
    expect(opened).toBeLessThan(500);
    expect(closed).toBeLessThan(1_000);
    await expect(fetch(workspace.url)).rejects.toThrow("fetch failed");
  });

  test("gives out new secrets at each start, and shows none", async () => {
    await using one = await openLive(handClock());
    await using two = await openLive(handClock());
    expect(one.botToken.reveal()).toMatch(/^xoxb-/);
    expect(one.appToken.reveal()).toMatch(/^xapp-/);
    expect(one.botToken.reveal()).not.toBe(two.botToken.reveal());
    expect(one.pageUrl).not.toBe(two.pageUrl);
    expect(JSON.stringify(one)).not.toContain(one.botToken.reveal());
    await using given = await openLive(handClock(), { tokens: { bot: new Secret("xoxb-given") } });
    expect(given.botToken.reveal()).toBe("xoxb-given");
  });

  test("says which port is taken", async () => {
    await using one = await openLive(handClock());
    const port = Number(new URL(one.url).port);
    await expect(openLive(handClock(), { port })).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
  });

  test("refuses a manifest that is none, and an address beside Socket Mode or off this machine", async () => {
    await expect(openLive(handClock(), { manifest: "a: [" })).rejects.toThrow("no YAML");
    const deliverTo = { url: "http://127.0.0.1:1/" };
    await expect(openLive(handClock(), { deliverTo })).rejects.toThrow("without Socket Mode");
    const manifest = manifestText.replace("socket_mode_enabled: true", "socket_mode_enabled: false");
    const away = { manifest, deliverTo: { url: "http://slack.test/events" } };
    await expect(openLive(handClock(), away)).rejects.toThrow("not http://slack.test/events");
  });
});

describe("its door", () => {
  test("is on loopback only", async () => {
    await using workspace = await openLive(handClock());
    const port = Number(new URL(workspace.url).port);
    const outside = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of outside) {
      const reached = await new Promise((resolve) => {
        const socket = connect({ host: address, port });
        socket.on("connect", () => resolve(socket.destroy()));
        socket.on("error", () => resolve("refused"));
      });
      expect(reached).toBe("refused");
    }
    expect(new URL(workspace.url).hostname).toBe("127.0.0.1");
  });

  test("opens under its own two names only", async () => {
    await using workspace = await openLive(handClock());
    const { port } = new URL(workspace.url);
    const ask = async (host: string) => (await raw(`${workspace.apiUrl}auth.test`, { host })).status;
    expect(await ask(`127.0.0.1:${port}`)).toBe(200);
    expect(await ask(`localhost:${port}`)).toBe(200);
    expect(await ask("127.0.0.1")).toBe(403);
    expect(await ask(`rebound.test:${port}`)).toBe(403);
  });

  test("leads nowhere else", async () => {
    await using workspace = await openLive(handClock());
    for (const path of ["/", "/ctl/fault", "/link/", "/files/F1/a", "/response/x"]) {
      expect((await raw(`${workspace.url}${path}`, {})).status).toBe(404);
    }
    expect((await raw(`${workspace.url}/ctl/fault`, {}, "POST")).status).toBe(404);
    expect((await raw(`${workspace.url}/response/guessed`, {}, "POST")).status).toBe(400);
    expect((await raw(`${workspace.url}/upload/guessed`, {}, "POST")).status).toBe(404);
    expect((await raw(`${workspace.apiUrl}auth.test`, {}, "PUT")).status).toBe(404);
  });

  test("lets no body in that is too large", async () => {
    await using workspace = await openLive(handClock());
    const big = fetch(`${workspace.apiUrl}chat.postMessage`, { method: "POST", body: "x".repeat(1_100_000) });
    expect((await big).status).toBe(413);
  });
});

describe("the page", () => {
  test("gets what is not Slack's, the secret of its address, and is closed with the rest", async () => {
    const got: PageOptions[] = [];
    let isClosed = false;
    const workspace = await openLive(handClock(), {
      page: (options) => {
        got.push(options);
        return {
          handle: async (asked, response) => {
            if (asked.url?.startsWith("/page") !== true) return false;
            response.end("hello");
            return true;
          },
          [Symbol.asyncDispose]: async () => {
            isClosed = true;
          },
        };
      },
    });
    const { port } = new URL(workspace.url);
    expect(got).toMatchObject([
      {
        origins: [`http://127.0.0.1:${port}`, `http://localhost:${port}`],
        personas: ["U0ADA", "U0GRACE", "U0RADIA", "U0GUEST", "U0SINGLE", "U0OUT"],
      },
    ]);
    expect(workspace.pageUrl).toBe(`${workspace.url}/?secret=${got[0]?.secret}`);
    expect(await raw(`${workspace.url}/page`, {})).toEqual({ status: 200, text: "hello" });
    expect((await raw(`${workspace.url}/other`, {})).status).toBe(404);
    expect((await raw(`${workspace.url}/archives/C0GENERAL/p1`, {})).status).toBe(302);
    expect((await raw(`${workspace.url}/page`, { host: "rebound.test" })).status).toBe(403);
    await workspace[Symbol.asyncDispose]();
    expect(isClosed).toBe(true);
  });

  test("that breaks is answered with 500, and logged", async () => {
    await using workspace = await openLive(handClock(), {
      page: () => ({ handle: () => Promise.reject(new Error("a bug")) }),
    });
    expect((await raw(`${workspace.url}/page`, {})).status).toBe(500);
    expect(await callApi(workspace, "auth.test")).toMatchObject({ ok: true });
  });
});

describe("faults over HTTP", () => {
  const order = (url: string, token: string, body: object) =>
    fetch(`${url}/ctl/fault`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });

  test("are ordered with the bot token, where the workspace was opened for it", async () => {
    await using workspace = await openLive(handClock(), { faults: true });
    const fault = { kind: "method", method: "auth.test", fault: { error: "fatal_error" } };
    expect((await order(workspace.url, "xoxb-other", fault)).status).toBe(401);
    expect((await order(workspace.url, workspace.botToken.reveal(), { kind: "shutdown" })).status).toBe(400);
    expect((await order(workspace.url, workspace.botToken.reveal(), fault)).status).toBe(200);
    expect(await callApi(workspace, "auth.test")).toEqual({ ok: false, error: "fatal_error" });
    expect(await callApi(workspace, "auth.test")).toMatchObject({ ok: true });
  });

  test("are not to be had otherwise", async () => {
    await using workspace = await openLive(handClock());
    const answer = await order(workspace.url, workspace.botToken.reveal(), { kind: "clear" });
    expect(answer.status).toBe(404);
  });
});
