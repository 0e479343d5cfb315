import type { IncomingMessage, ServerResponse } from "node:http";
import { systemClock, type Clock } from "#core/runtime";
import type { Page, PageOptions } from "../contract.ts";
import { redirect, sendHtml } from "./answer.ts";
import { openAnswering } from "./answering.ts";
import { openChanges } from "./changes.ts";
import { refuse } from "./guard.ts";
import { matchRoute } from "./route.ts";
import { openSession } from "./session.ts";
import { noticeShell } from "./shell.ts";

export interface PageSettings extends PageOptions {
  /** The system's where none is given. */
  readonly clock?: Clock;
}

/** Least time between two news: more often than this nobody reads. */
const changeGapMs = 100;

/**
 * The page of the local Slack: a door with a secret, the files of the page, what a persona sees, what they do,
 * and news of changes. It opens no port: `handle` answers for the server that calls it, and resolves false
 * for a path that is not the page's. `/` opens as the first persona; side by side shows the first two. Whatever is wrong with a request is answered; only a bug rejects.
 */
export function openPage(settings: PageSettings): Page & AsyncDisposable {
  const { backstage, personas, secret } = settings;
  const hosts = settings.origins.map((origin) => new URL(origin).host);
  const session = openSession(secret, `fettle_local_slack_${hosts[0]?.split(":")[1] ?? ""}`);
  const changes = openChanges({ backstage, clock: settings.clock ?? systemClock, gapMs: changeGapMs });
  const answer = openAnswering({ backstage, hosts, personas, changes });
  return {
    handle: async (request: IncomingMessage, response: ServerResponse) => {
      const route = matchRoute(request);
      if (route === undefined) return false;
      const refusal = refuse(request, hosts, route.kind === "act" || route.kind === "changes" ? "do" : "see");
      const cookie = route.kind === "start" ? session.cookieFor(route.secret) : undefined;
      if (refusal !== undefined) sendHtml(response, 403, noticeShell("Not from here", refusal));
      else if (cookie !== undefined) redirect(response, "/", cookie);
      else if (!session.isIn(request))
        sendHtml(response, 401, noticeShell("Come in by its own address", comeIn));
      else await answer(route, request, response);
      return true;
    },
    [Symbol.asyncDispose]: async () => {
      changes[Symbol.dispose]();
    },
  };
}

const comeIn =
  "This local Slack is not open to everyone. Use the address that was printed in the terminal when it started: " +
  "it holds a secret, a new one at each start.";
