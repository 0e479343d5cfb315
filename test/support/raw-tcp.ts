import { connect } from "node:net";

/** Sends `text` to a port, or to a unix socket, and resolves with all that comes back until the other side closes. */
export function sendRaw(
  to:
    | { readonly host: string; readonly port: number; readonly localAddress?: string }
    | { readonly path: string },
  text: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = "";
    const socket = connect(to, () => socket.write(text));
    socket.on("data", (bytes) => (heard += bytes.toString("latin1")));
    socket.on("error", (error) =>
      "code" in error && error.code === "ECONNRESET" ? resolve(heard) : reject(error),
    );
    socket.on("close", () => resolve(heard));
  });
}

/** GET over a connection that is closed after it. */
export function getRaw(
  to: { readonly host: string; readonly port: number; readonly localAddress?: string },
  path: string,
): Promise<string> {
  return sendRaw(to, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
}
