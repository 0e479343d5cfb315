import { Fault } from "#core/domain";
import { createServer, type Server } from "node:http";

/** Limits of the server. It serves one person's browser and one app; whoever is slower or more is cut off. */
const limits = {
  headersTimeout: 5_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
};
const mostConnections = 256;

export interface Listening extends AsyncDisposable {
  readonly server: Server;
  readonly port: number;
}

/** On loopback only. Disposal cuts what is open. @throws Fault `unavailable` for a port that is taken. */
export async function listen(port: number): Promise<Listening> {
  const server = createServer(limits);
  server.maxConnections = mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      reject(new Fault("unavailable", `the local Slack cannot listen on 127.0.0.1:${port}`, { cause }));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    server,
    port: typeof address === "object" && address !== null ? address.port : port,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      server.closeAllConnections();
      await closed;
    },
  };
}
