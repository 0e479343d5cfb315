import type { ServerResponse } from "node:http";
import type { Clock } from "#core/runtime";
import type { Backstage } from "../contract.ts";
import { startStream } from "./answer.ts";

/** Tells browsers that something changed, so that they ask for the state again. */
export interface Changes extends Disposable {
  /** False when there are as many listeners as there may be. */
  listen(response: ServerResponse): boolean;
}

export interface ChangesOptions {
  readonly backstage: Pick<Backstage, "onChange">;
  readonly clock: Pick<Clock, "sleep">;
  /** Least time between two news. */
  readonly gapMs: number;
}

const mostListeners = 64;

/**
 * Server-Sent Events, at most one in `gapMs`: the first change is told at once, those of the gap together
 * at its end. Nothing but the fact is told, so none is missed when some are told as one.
 */
export function openChanges({ backstage, clock, gapMs }: ChangesOptions): Changes {
  const listeners = new Set<ServerResponse>();
  const closing = new AbortController();
  let news = false;
  let telling = false;

  const tellAll = async (): Promise<void> => {
    telling = true;
    while (news && !closing.signal.aborted) {
      news = false;
      for (const response of listeners) tell(response);
      await clock.sleep(gapMs, closing.signal);
    }
    telling = false;
  };

  const subscription = backstage.onChange(() => {
    news = true;
    if (!telling) void tellAll();
  });
  return {
    listen: (response) => {
      if (listeners.size >= mostListeners) return false;
      startStream(response);
      response.write("retry: 1000\n\n");
      listeners.add(response);
      response.once("close", () => {
        listeners.delete(response);
      });
      return true;
    },
    [Symbol.dispose]: () => {
      subscription[Symbol.dispose]();
      closing.abort();
      for (const response of listeners) response.end();
    },
  };
}

/** One who does not read what was told before is let go; the browser comes back by itself. */
function tell(response: ServerResponse): void {
  if (response.writableNeedDrain) response.destroy();
  else response.write("event: change\ndata:\n\n");
}
