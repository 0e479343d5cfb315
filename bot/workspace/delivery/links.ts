import type { Clock } from "#core/runtime";
import type { WebSocket } from "ws";

/** One socket of the app. */
export interface Link {
  readonly number: number;
  readonly socket: WebSocket;
}

/** The app's sockets. Each is pinged every five seconds, which the SDK listens for. */
export interface Links {
  add(socket: WebSocket): Link;
  /** Those that can still take something, in the order in which they came. */
  live(): readonly Link[];
  /** The next in turn. */
  next(): Link | undefined;
  /** As when a machine dies: no word, no close frame. */
  kill(): void;
}

const pingEveryMs = 5_000;

export function openLinks(clock: Clock, closing: AbortSignal, onChange: () => void): Links {
  let links: readonly Link[] = [];
  let last = 0;
  let turn = 0;
  const live = (): readonly Link[] => links.filter(({ socket }) => socket.readyState === socket.OPEN);

  async function pingUntilClosed({ socket }: Link): Promise<void> {
    const closed = new AbortController();
    socket.once("close", () => closed.abort());
    const signal = AbortSignal.any([closed.signal, closing]);
    for (let count = 1; socket.readyState === socket.OPEN; count++) {
      await clock.sleep(pingEveryMs, signal);
      if (signal.aborted) return;
      socket.ping(`Ping from local Slack (${count})`);
    }
  }

  return {
    add: (socket) => {
      const link: Link = { number: ++last, socket };
      links = [...links, link];
      socket.on("close", () => {
        links = links.filter((one) => one !== link);
        onChange();
      });
      void pingUntilClosed(link);
      onChange();
      return link;
    },
    live,
    next: () => {
      const open = live();
      return open[turn++ % Math.max(1, open.length)];
    },
    kill: () => {
      for (const { socket } of links) socket.terminate();
    },
  };
}
