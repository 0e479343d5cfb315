import { Secret } from "#core/domain";
import type { Clock } from "#core/runtime";
import type { Client } from "undici";
import { exchangeFault, type Progress } from "./exchange-fault.ts";

export interface HttpRequest {
  /** http or https, without user and password. */
  readonly url: string;
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  /** A Secret is revealed on the wire, and nowhere else. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** Sent as `authorization: Bearer …`. */
  readonly bearer?: Secret;
  readonly body?: string;
  /** From the name's lookup to the body's last byte. */
  readonly timeoutMs: number;
  /** Most bytes of the answer's body that are read; the rest is left. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body's first `bodyBytes` bytes as UTF-8; what is none becomes U+FFFD. */
  readonly body: string;
  /** Bytes that were read, at most `maxBytes`. */
  readonly bodyBytes: number;
  /** Whether there was more than `maxBytes`. */
  readonly truncated: boolean;
  /** From the start to the last byte that was read. */
  readonly ms: number;
}

/** Where a request goes: origin, or a unix socket, and `name` for messages. */
export interface Place {
  readonly origin: string;
  readonly socketPath?: string;
  readonly path: string;
  readonly name: string;
}

/**
 * One request and its answer on a connection of its own, within the request's limits. Redirects are
 * reported, not followed. undici is loaded with the first one: who asks nothing does not pay for it.
 */
export async function exchange(
  place: Place,
  request: Omit<HttpRequest, "url"> & { readonly clock: Clock },
): Promise<HttpResponse> {
  const { clock } = request;
  const client = await openClient(place, request.timeoutMs);
  const deadline = clock.deadline(request.timeoutMs);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline]);
  const startedMs = clock.monotonicMs();
  const progress: Progress = { answered: false };
  try {
    const answer = await client.request({
      path: place.path,
      method: request.method,
      headers: wireHeaders(request),
      body: request.body ?? null,
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    progress.answered = true;
    const { bytes, truncated } = await readBounded(answer.body, request.maxBytes);
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: new TextDecoder().decode(bytes, { stream: truncated }),
      bodyBytes: bytes.byteLength,
      truncated,
      ms: clock.monotonicMs() - startedMs,
    };
  } catch (thrown) {
    const limits = { timeoutMs: request.timeoutMs, timedOut: deadline.aborted, signal: request.signal };
    throw exchangeFault(thrown, place.name, progress, limits);
  } finally {
    await client.destroy();
  }
}

async function openClient(place: Place, timeoutMs: number): Promise<Client> {
  const undici = await import("undici");
  return new undici.Client(place.origin, {
    allowH2: false,
    ...(place.socketPath === undefined ? {} : { socketPath: place.socketPath }),
    // The deadline ends the wait; this only ends a socket that is still connecting then.
    connect: { timeout: timeoutMs + 1_000 },
  });
}

function wireHeaders(request: Pick<HttpRequest, "headers" | "bearer">): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers[name] = value instanceof Secret ? value.reveal() : value;
  }
  if (request.bearer !== undefined) headers["authorization"] = `Bearer ${request.bearer.reveal()}`;
  return headers;
}

async function readBounded(
  body: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<{ bytes: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const room = maxBytes - size;
    chunks.push(chunk.subarray(0, room));
    size += Math.min(chunk.byteLength, room);
    // Leaving the loop destroys the body, and with it the connection.
    if (chunk.byteLength > room) return { bytes: Buffer.concat(chunks), truncated: true };
  }
  return { bytes: Buffer.concat(chunks), truncated: false };
}
