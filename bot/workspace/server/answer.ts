import type { ServerResponse } from "node:http";
import type { Json } from "../json.ts";

export type Headers = Readonly<Record<string, string>>;

export function answerJson(response: ServerResponse, status: number, body: Json, headers?: Headers): void {
  const type = "application/json; charset=utf-8";
  response.writeHead(status, { "content-type": type, "cache-control": "no-store", ...headers });
  response.end(JSON.stringify(body));
}

export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end(text);
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, "cache-control": "no-store" });
  response.end();
}

/** As a network does it: the caller never learns whether it was heard. */
export function cut(response: ServerResponse): void {
  response.socket?.destroy();
}
