import type { IncomingMessage } from "node:http";

/** What is asked: to see something, or to do something (and to listen, which tells when others do). */
export type Deed = "see" | "do";

/**
 * Why a request is refused that another site may have caused; undefined when it is fine. The cookie alone
 * would not do: browsers send it from every port of this host.
 */
export function refuse(request: IncomingMessage, hosts: readonly string[], deed: Deed): string | undefined {
  const { host = "", origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (!hosts.includes(host)) return `This page is only served as ${hosts.join(" or ")}.`;
  if (site !== undefined && site !== "same-origin" && site !== "none") return foreign;
  if (origin !== undefined && origin !== `http://${host}`) return foreign;
  if (deed === "do" && origin === undefined && site !== "same-origin") return foreign;
  return undefined;
}

const foreign =
  "This request came from another page. Only the local Slack may send it; paste its address from the terminal " +
  "into the address bar.";
