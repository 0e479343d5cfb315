import type { ServerResponse } from "node:http";

/** Nothing from elsewhere, nothing inline; framed by itself alone, for the view side by side. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "form-action 'none'",
  "base-uri 'none'",
].join("; ");

const always: Readonly<Record<string, string>> = {
  "content-security-policy": policy,
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...always, "content-type": answer.type, ...answer.headers });
  response.end(answer.body);
}

export function sendJson(response: ServerResponse, status: number, value: object, tag = ""): void {
  const headers = tag === "" ? {} : { etag: tag };
  send(response, { status, type: "application/json; charset=utf-8", body: JSON.stringify(value), headers });
}

export function sendHtml(response: ServerResponse, status: number, body: string): void {
  send(response, { status, type: "text/html; charset=utf-8", body });
}

export function redirect(response: ServerResponse, location: string, cookie?: string): void {
  const headers = { location, ...(cookie === undefined ? {} : { "set-cookie": cookie }) };
  send(response, { status: 303, type: "text/plain; charset=utf-8", body: "", headers });
}

/** Headers of a stream that stays open; what follows is written by the caller. */
export function startStream(response: ServerResponse): void {
  response.writeHead(200, { ...always, "content-type": "text/event-stream; charset=utf-8" });
}
