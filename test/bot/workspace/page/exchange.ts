import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Page } from "../../../../bot/workspace/contract.ts";

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  /** What `handle` resolved to. */
  readonly handled: boolean;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request and its answer, without a port. */
export async function exchange(
  page: Page,
  { method = "GET", path, headers = {}, body = "" }: Asked,
): Promise<Answered> {
  const wire = new Wire();
  const request = requestOf(method, path, headers, body);
  const response = new ServerResponse(request);
  const ended = new Promise((resolve) => response.once("finish", resolve));
  response.assignSocket(wire);
  const handled = await page.handle(request, response);
  if (handled && !isStream(response)) await ended;
  return { handled, ...parseAnswer(wire.written()) };
}

export interface Listening {
  /** All that was written so far. */
  readonly heard: () => string;
  readonly response: ServerResponse;
}

/** A request whose answer stays open. */
export async function listen(page: Page, asked: Asked): Promise<Listening> {
  const wire = new Wire();
  const request = requestOf("GET", asked.path, asked.headers ?? {}, "");
  const response = new ServerResponse(request);
  response.assignSocket(wire);
  await page.handle(request, response);
  return { heard: () => wire.written(), response };
}

function requestOf(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method, url, headers: { host: "127.0.0.1:4747", ...headers } });
  if (body !== "") request.push(Buffer.from(body));
  request.push(null);
  return request;
}

/** A socket that leads nowhere and keeps what is written to it. */
class Wire extends Socket {
  readonly #parts: Buffer[] = [];

  written(): string {
    return Buffer.concat(this.#parts).toString("utf8");
  }

  override _write(chunk: Uint8Array | string, _encoding: BufferEncoding, done: () => void): void {
    this.#parts.push(Buffer.from(chunk));
    done();
  }

  override _writev(chunks: readonly { readonly chunk: Uint8Array | string }[], done: () => void): void {
    for (const { chunk } of chunks) this.#parts.push(Buffer.from(chunk));
    done();
  }

  override _final(done: () => void): void {
    done();
  }
}

function isStream(response: ServerResponse): boolean {
  return !response.writableEnded;
}

function parseAnswer(text: string): { status: number; headers: Record<string, string>; body: string } {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
  const raw = rest.join("\r\n\r\n");
  return {
    status: Number(first.split(" ")[1]),
    headers,
    body: headers["transfer-encoding"] === "chunked" ? unchunk(raw) : raw,
  };
}

function unchunk(raw: string): string {
  return raw.replace(/(?:^|\r\n)[0-9a-f]+\r\n/g, "").replace(/0?\r\n\r\n$/, "");
}
