import { createServer, type Server, type Socket } from "node:net";

export interface TcpScript extends AsyncDisposable {
  readonly port: number;
  /** All that came in, over all connections. */
  readonly heard: () => string;
  readonly connections: () => number;
}

/** A server on 127.0.0.1 that does to each connection whatever a test wants, HTTP or not. */
export async function openTcpScript(onConnection: (socket: Socket) => void): Promise<TcpScript> {
  const sockets = new Set<Socket>();
  let heard = "";
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => (heard += bytes.toString("latin1")));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: portOf(server),
    heard: () => heard,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on TCP");
  return address.port;
}
