import type { IncomingMessage } from "node:http";

/** The names by which this server may be called: any other is a page elsewhere that was pointed at loopback. */
export function hostsOf(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

export function isOwnHost(request: IncomingMessage, hosts: readonly string[]): boolean {
  return hosts.includes(request.headers.host ?? "");
}

/**
 * Whether a page made this request, as browsers say of it (https://fetch.spec.whatwg.org/#origin-header,
 * https://w3c.github.io/webappsec-fetch-metadata): no app does, and a page elsewhere must not fill our memory.
 */
export function isBrowsers({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers["sec-fetch-site"] !== undefined;
}
