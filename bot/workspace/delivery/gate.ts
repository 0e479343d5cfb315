import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { World } from "../model/world.ts";
import { openTickets } from "./tickets.ts";

/** Lets sockets in that come with a ticket. */
export interface Gate extends AsyncDisposable {
  /** An address for one socket. */
  ticketUrl(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export const linkPath = "/link/";
const mostFrameBytes = 1024 * 1024;
const refusal = "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

export function openGate(world: World, accept: (socket: WebSocket) => void): Gate {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: mostFrameBytes,
    perMessageDeflate: false,
  });
  const tickets = openTickets(world.clock);
  const address = `${world.url.replace("http", "ws")}${linkPath}`;
  let isOpen = true;
  return {
    ticketUrl: () => `${address}?ticket=${tickets.issue()}&app_id=${world.app.id}`,
    upgrade: (request, socket, head) => {
      const ticket = URL.parse(request.url ?? "", world.url)?.searchParams.get("ticket") ?? "";
      if (isOpen && tickets.redeem(ticket)) server.handleUpgrade(request, socket, head, accept);
      else socket.end(refusal);
    },
    [Symbol.asyncDispose]: async () => {
      isOpen = false;
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
