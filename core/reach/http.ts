import { Fault } from "#core/domain";
import type { Clock } from "#core/runtime";
import { exchange, type HttpRequest, type HttpResponse, type Place } from "./exchange.ts";

/** Asks HTTP endpoints. Disposal ends what is under way. */
export interface Http extends AsyncDisposable {
  /**
   * One request on a connection of its own: a kept one that the other side has just closed would look
   * like an outage. Redirects are not followed, and no status is a fault.
   *
   * Faults: `timeout` when the answer is not complete in time; `unavailable` for anything that the
   * network or the other side does wrong, for an aborted `signal`, and after disposal; `invalid` for a
   * URL or header that cannot be sent. None holds a header's value, or more of the URL than host and port.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
}

export function openHttp(options: { readonly clock: Clock }): Http {
  const ending = new AbortController();
  const running = new Set<Promise<unknown>>();
  return {
    request: async (request) => {
      const place = placeOf(request.url);
      const signal =
        request.signal === undefined ? ending.signal : AbortSignal.any([request.signal, ending.signal]);
      const answer = exchange(place, { ...request, signal, clock: options.clock });
      running.add(answer);
      try {
        return await answer;
      } finally {
        running.delete(answer);
      }
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await Promise.allSettled(running);
    },
  };
}

/** @throws Fault `invalid`; its message never holds the URL, which may hold a password. */
function placeOf(text: string): Place {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new Fault("invalid", "expected a URL that starts with http:// or https://");
  }
  if (url.username !== "" || url.password !== "") {
    throw new Fault("invalid", `the URL for ${url.host} holds a user or password; use a token instead`);
  }
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  return { origin: url.origin, path: url.pathname + url.search, name: `${url.hostname}:${port}` };
}
