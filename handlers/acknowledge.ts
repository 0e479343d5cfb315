import type { Edge, Listening } from "./edge.ts";
import { showAgain } from "./show-again.ts";
import { buttonValue } from "./values.ts";

/** The button `Acknowledge`, `Take over` or `Still on it`, on a card, in a list, in Home. */
export function registerAcknowledge(slack: Listening, edge: Edge): void {
  slack.action("incident.acknowledge", ({ ack, body, action }) =>
    edge.handle(body, ack, async (doing) => {
      await edge.desk.acknowledge(doing.person, buttonValue(action));
      await showAgain(edge, doing);
    }),
  );
}
