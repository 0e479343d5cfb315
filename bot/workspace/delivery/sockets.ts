import type { RawData, WebSocket } from "ws";
import { isJson, parseJson } from "../json.ts";
import type { World } from "../model/world.ts";
import type { Carrier } from "./carrier.ts";
import { disconnectFrame, type DisconnectReason, envelopeFrame, helloFrame } from "./frames.ts";
import { type Gate, openGate } from "./gate.ts";
import { type Link, openLinks } from "./links.ts";
import { openPending } from "./pending.ts";

/** Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode): each envelope goes to one socket, in turn. */
export interface Sockets extends Carrier, Pick<Gate, "ticketUrl" | "upgrade"> {
  /** Asks the app to come anew. Its sockets still get their turn until they are closed, after a while. */
  disconnect(reason: DisconnectReason, which?: "all" | "oldest"): void;
  kill(): void;
  /** Sends text to every socket, whatever it is. */
  sendFrame(text: string): void;
}

/** Slack's own limit for one app. */
const mostSockets = 10;
/** Between `disconnect` and the end, in which the app should come anew. */
const warnedMs = 10_000;

export function openSockets(world: World): Sockets {
  const { clock, log } = world;
  const pending = openPending(clock);
  const closing = new AbortController();
  const links = openLinks(clock, closing.signal, () => world.changes.changed());
  const gate = openGate(world, accept);

  function accept(socket: WebSocket): void {
    // A peer that breaks the protocol loses its socket; that says all.
    socket.on("error", () => socket.terminate());
    if (links.live().length >= mostSockets) {
      say(socket, disconnectFrame("too_many_websockets"));
      socket.close();
      return;
    }
    const link = links.add(socket);
    socket.on("message", (data, isBinary) => hear(link, isBinary ? undefined : parseJson(textOfData(data))));
    say(socket, helloFrame(world, links.live().length));
  }

  function hear(link: Link, frame: unknown): void {
    const { envelope_id: id, payload } = isJson(frame) ? frame : {};
    const isKnown = typeof id === "string" && pending.answer(id, link.number, payload);
    if (!isKnown) log.warn("the app answered what nobody asked", { socket: link.number, envelope: id });
  }

  async function closeLater(leaving: readonly Link[]): Promise<void> {
    await clock.sleep(warnedMs, closing.signal);
    for (const { socket } of leaving) socket.close();
  }

  return {
    get connections() {
      return links.live().length;
    },
    ticketUrl: () => gate.ticketUrl(),
    upgrade: (request, socket, head) => gate.upgrade(request, socket, head),
    carry: (carrying) => {
      const link = links.next();
      if (link === undefined) return Promise.resolve({ kind: "unreachable" });
      const id = world.ids.uuid();
      carrying.onId(id);
      const outcome = pending.wait(id, link.number, carrying);
      say(link.socket, envelopeFrame(id, carrying));
      return outcome;
    },
    disconnect: (reason, which = "all") => {
      const leaving = which === "all" ? links.live() : links.live().slice(0, 1);
      for (const { socket } of leaving) say(socket, disconnectFrame(reason));
      void closeLater(leaving);
    },
    kill: () => links.kill(),
    sendFrame: (text) => {
      for (const { socket } of links.live()) socket.send(text);
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      pending.close();
      links.kill();
      await gate[Symbol.asyncDispose]();
    },
  };
}

function say(socket: WebSocket, frame: object): void {
  socket.send(JSON.stringify(frame));
}

function textOfData(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
