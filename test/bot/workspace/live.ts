import type { Clock } from "#core/runtime";
import { expect } from "vitest";
import { WebSocket } from "ws";
import { hearLog } from "../../support/heard-log.ts";
import { openWorkspace } from "../../../bot/workspace/index.ts";
import type { Workspace, WorkspaceOptions } from "../../../bot/workspace/index.ts";
import { type Json, objectOf, parseJson, textOf } from "../../../bot/workspace/json.ts";
import { manifestText } from "./stage.ts";

/** A workspace with its server. */
export function openLive(clock: Clock, more: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  return openWorkspace({ manifest: manifestText, clock, log: hearLog().log, ...more });
}

/** One POST with JSON, as an app sends it. */
export async function callApi(workspace: Workspace, method: string, args: object = {}): Promise<Json> {
  const app = method === "apps.connections.open";
  const token = app ? workspace.appToken : workspace.botToken;
  const response = await fetch(`${workspace.apiUrl}${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token.reveal()}` },
    body: JSON.stringify(args),
  });
  return objectOf(await response.json());
}

/** An app's socket, by hand: everything that came, and what to say. */
export interface AppSocket extends AsyncDisposable {
  readonly frames: readonly Json[];
  readonly texts: readonly string[];
  readonly pings: number;
  /** Resolves when that many frames have come, `hello` among them. */
  came(frames: number): Promise<void>;
  /** Acknowledges the envelope of a frame. */
  ack(frame: Json | undefined, payload?: object): void;
  readonly closed: Promise<number>;
  readonly socket: WebSocket;
}

export async function openAppSocket(workspace: Workspace, url?: string): Promise<AppSocket> {
  const answer = url ?? textOf((await callApi(workspace, "apps.connections.open"))["url"]) ?? "";
  const socket = new WebSocket(answer);
  const texts: string[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let pings = 0;
  socket.on("message", (data) => {
    texts.push(Buffer.isBuffer(data) ? data.toString() : "");
    for (const one of waiting) if (texts.length >= one.count) one.resolve();
  });
  socket.on("ping", () => {
    pings += 1;
  });
  const closed = new Promise<number>((resolve) => {
    socket.on("close", resolve);
  });
  await new Promise((resolve, reject) => {
    socket.on("open", resolve);
    socket.on("error", reject);
  });
  const app: AppSocket = {
    get frames() {
      return texts.map((text) => objectOf(parseJson(text)));
    },
    texts,
    get pings() {
      return pings;
    },
    came: (count) =>
      new Promise((resolve) => {
        if (texts.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    ack: (frame, payload = {}) => {
      socket.send(JSON.stringify({ envelope_id: frame?.["envelope_id"], payload }));
    },
    closed,
    socket,
    [Symbol.asyncDispose]: async () => {
      socket.terminate();
      await closed;
    },
  };
  await app.came(1);
  expect(app.frames[0]).toMatchObject({ type: expect.stringMatching(/^(?:hello|disconnect)$/) as unknown });
  return app;
}

/** Lets what is under way over loopback arrive. */
export async function settle(until: () => boolean): Promise<void> {
  const giveUp = performance.now() + 5_000;
  while (!until() && performance.now() < giveUp) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  expect(until()).toBe(true);
}
