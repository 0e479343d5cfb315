import type { IncomingMessage } from "node:http";

/** The names by which this server may be called: any other is a page elsewhere that was pointed at loopback. */
export function hostsOf(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

export function isOwnHost(request: IncomingMessage, hosts: readonly string[]): boolean {
  return hosts.includes(request.headers.host ?? "");
}
