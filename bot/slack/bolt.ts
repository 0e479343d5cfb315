import { App, type Receiver } from "@slack/bolt";
import { isFault } from "#core/domain";
import type { Log } from "#core/runtime";
import type { Identity } from "./identity.ts";
import type { Dispatch } from "./intake.ts";
import { silentLogger } from "./silent-logger.ts";

/** Bolt between the way in (sockets or HTTP, which are ours) and the handlers. */
export interface Bolt {
  readonly app: App;
  readonly dispatch: Dispatch;
}

/**
 * Handlers answer for faults themselves (`Edge`), so what reaches Bolt's own error handler is a bug: it is thrown
 * where the process sees it. What Bolt itself cannot make sense of is a payload of a shape that nobody promised:
 * it is logged, and nothing happens.
 */
export function openBolt({
  identity,
  log,
}: {
  readonly identity: () => Pick<Identity, "botUser" | "team"> | undefined;
  readonly log: Log;
}): Bolt {
  const receiver: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} };
  const app = new App({
    receiver,
    authorize: async () => {
      // Not known yet: whoever did it is told so by the edge, which asks who they are.
      const who = identity();
      return who === undefined ? {} : { botUserId: who.botUser, teamId: who.team };
    },
    logger: silentLogger,
    ignoreSelf: true,
  });
  app.error(async (error) => {
    const original: unknown = "original" in error ? error.original : error;
    if (isFault(original)) log.warn("a gesture was not handled", { thrown: original });
    else if (isOurs(original)) throwAtTop(original);
    else log.warn("a payload could not be handled", { thrown: String(original) });
  });
  return {
    app,
    dispatch: async (event) => {
      try {
        await app.processEvent(event);
      } catch (thrown) {
        if (isOurs(thrown)) throw thrown;
        log.warn("a payload could not be handled", { thrown: String(thrown) });
      }
    },
  };
}

const ours = new WeakSet<object>();

/** Marks a bug of a handler, so that it is told from what Bolt stumbles over. */
export function markBug(thrown: unknown): unknown {
  const bug = typeof thrown === "object" && thrown !== null ? thrown : new Error(String(thrown));
  ours.add(bug);
  return bug;
}

function isOurs(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && ours.has(thrown);
}

function throwAtTop(bug: unknown): void {
  queueMicrotask(() => {
    throw bug;
  });
}
