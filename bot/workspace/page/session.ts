import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Who is let in: a secret in the printed address buys a cookie, which lasts until the program ends. */
export interface Session {
  /** The cookie to set, for one who came with the secret; undefined for anybody else. */
  cookieFor(secret: string): string | undefined;
  isIn(request: IncomingMessage): boolean;
}

/** `name` tells workspaces on other ports apart: browsers keep one jar for all ports of a host. */
export function openSession(secret: string, name: string): Session {
  const token = randomBytes(32).toString("base64url");
  return {
    cookieFor: (given) =>
      secret !== "" && equal(given, secret)
        ? `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`
        : undefined,
    isIn: (request) => cookiesNamed(name, request).some((value) => equal(value, token)),
  };
}

/** Takes as long for a near miss as for a far one: what is compared are digests of one length. */
function equal(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

const mostCookies = 50;

function cookiesNamed(name: string, request: IncomingMessage): string[] {
  return (request.headers.cookie ?? "")
    .split(";", mostCookies)
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
