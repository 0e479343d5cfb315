import { Fault, messageOf } from "#core/domain";
import type { Clock } from "#core/runtime";
import { WebSocket } from "ws";

/** One WebSocket to Slack. */
export interface Socket {
  /** @throws Fault `unavailable` when it is closed. */
  send(text: string): Promise<void>;
  /** Resolves when it is closed, by whomever and for whatever reason. */
  readonly closed: Promise<string>;
  /** Closes it; the other side has a second to agree, then it is cut. */
  close(): void;
}

export interface SocketOptions {
  /** From apps.connections.open: good for one connection. */
  readonly url: string;
  readonly clock: Clock;
  /** Called with the socket that brought it: the first may come before `openSocket` has resolved. */
  readonly onText: (text: string, from: Socket) => void;
}

const handshakeMs = 10_000;
const closeMs = 1_000;
/** Slack pings every few seconds; ours finds a connection that is dead in one direction only. */
const pingEveryMs = 10_000;
const silentMs = 30_000;
/** Views and messages in payloads have at most some 100 KB. */
const mostBytes = 1024 * 1024;

/** Resolves when it is open. @throws Fault `unavailable` when it does not open within 10 s. */
export async function openSocket({ url, clock, onText }: SocketOptions): Promise<Socket> {
  const socket = new WebSocket(url, {
    handshakeTimeout: handshakeMs,
    maxPayload: mostBytes,
    perMessageDeflate: false,
    followRedirects: false,
  });
  const over = new AbortController();
  let heardMs = clock.monotonicMs();
  const hear = (): void => {
    heardMs = clock.monotonicMs();
  };
  const open = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<string>();
  let reason = "closed";
  const opened: Socket = {
    send: (text) =>
      new Promise((resolve, reject) => {
        socket.send(text, (error) => {
          if (error === undefined || error === null) resolve();
          else reject(new Fault("unavailable", "the connection to Slack is closed", { cause: error }));
        });
      }),
    closed: closed.promise,
    close: () => {
      reason = "closed by Fettle";
      socket.close(1000);
      void clock.sleep(closeMs, over.signal).then(() => socket.terminate());
    },
  };
  socket.on("open", () => open.resolve());
  socket.on("ping", hear);
  socket.on("pong", hear);
  socket.on("message", (data, isBinary) => {
    hear();
    if (!isBinary) onText(textOf(data), opened);
  });
  // After an error ws always closes.
  socket.on("error", (error) => {
    reason = messageOf(error);
  });
  socket.on("close", (code) => {
    over.abort();
    const why = `${reason} (${code})`;
    open.reject(new Fault("unavailable", `no connection to Slack: ${why}`));
    closed.resolve(why);
  });
  await open.promise;
  void watch();
  return opened;

  async function watch(): Promise<void> {
    while (!over.signal.aborted) {
      await clock.sleep(pingEveryMs, over.signal);
      if (over.signal.aborted) return;
      if (clock.monotonicMs() - heardMs >= silentMs) {
        reason = "nothing was heard for 30 s";
        socket.terminate();
      } else socket.ping();
    }
  }
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.isBuffer(data) ? data.toString("utf8") : Buffer.from(data).toString("utf8");
}
