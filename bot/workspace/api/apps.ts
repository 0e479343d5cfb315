import type { Methods } from "./method.ts";
import { Refusal } from "./refusal.ts";

/** docs.slack.dev/reference/methods/apps.connections.open. Without Socket Mode there is nothing to connect to. */
export function appMethods(ticketUrl: (() => string) | undefined): Methods {
  return {
    "apps.connections.open": {
      token: "app",
      scopes: [],
      run: () => {
        if (ticketUrl === undefined) throw new Refusal("access_denied");
        return { url: ticketUrl() };
      },
    },
  };
}
