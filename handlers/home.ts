import type { Edge, Listening } from "./edge.ts";

/** Somebody opens the Home tab. */
export function registerHome(slack: Listening, edge: Edge): void {
  slack.event("app_home_opened", async ({ body, event }) => {
    if (event.tab === "home") await edge.openHome(body);
  });
}
