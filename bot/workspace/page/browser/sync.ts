import type { PageState } from "../model.ts";
import { fetchState } from "./server.ts";

export interface SyncOptions {
  readonly me: string;
  /** The channel whose messages are wanted now. */
  channel(): string;
  take(state: PageState): void;
  /** Called when the line changes. */
  line(now: "open" | "lost" | "shut"): void;
}

export interface Sync {
  /** Asks for the state; resolves when one that is newer than this call was taken, or could not be had. */
  refresh(): Promise<void>;
}

const retryMs = 1_000;
const hiddenPollMs = 5_000;

/**
 * Keeps the page up with the server. The server tells that something changed, and the page asks what. A page
 * that nobody sees asks now and then instead of listening: browsers open six lines to a host, no more.
 */
export function openSync(options: SyncOptions): Sync {
  let tag = "";
  let stream: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let queued: Promise<void> | undefined;

  const once = async (): Promise<void> => {
    const told = await fetchState(options.me, options.channel(), tag);
    if (told.kind === "state") {
      tag = told.tag;
      options.take(told.state);
    }
    options.line(told.kind === "state" || told.kind === "same" ? "open" : told.kind);
    if (told.kind === "shut") stream?.close();
    clearTimeout(retry);
    if (told.kind === "lost") retry = setTimeout(() => void refresh(), retryMs);
  };

  /** One question at a time; all that come meanwhile are answered by the next one. */
  const refresh = (): Promise<void> => {
    if (running !== undefined) {
      const after = running;
      queued ??= (async () => {
        await after;
        queued = undefined;
        await refresh();
      })();
      return queued;
    }
    running = once().finally(() => {
      running = undefined;
    });
    return running;
  };

  const listen = (): void => {
    stream?.close();
    stream = new EventSource("/changes");
    stream.addEventListener("change", () => void refresh());
    stream.addEventListener("open", () => void refresh());
    // The browser comes back by itself, unless it was refused; then asking tells why.
    stream.addEventListener("error", () => void refresh());
  };

  const lookAround = (): void => {
    if (document.visibilityState === "visible") listen();
    else stream?.close();
  };
  document.addEventListener("visibilitychange", lookAround);
  setInterval(() => {
    if (document.visibilityState === "hidden") void refresh();
    // After a new start: somebody may have come in again by another tab, and then we are in as well.
    else if (stream?.readyState === EventSource.CLOSED) listen();
  }, hiddenPollMs);
  lookAround();
  return { refresh };
}
