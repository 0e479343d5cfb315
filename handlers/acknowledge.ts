import type { Edge, Listening } from "./edge.ts";
import { showAgain } from "./show-again.ts";
import { buttonValue } from "./values.ts";

/**
 * The buttons `Acknowledge` and `Still on it`, and `Take over`, on a card, in a list, in Home. Of two people who
 * press `Acknowledge` at once one has it, and the other is told.
 */
export function registerAcknowledge(slack: Listening, edge: Edge): void {
  for (const [name, over] of [
    ["incident.acknowledge", false],
    ["incident.take_over", true],
  ] as const) {
    slack.action(name, ({ ack, body, action }) =>
      edge.handle(body, ack, async (doing) => {
        await edge.desk.acknowledge(doing.person, buttonValue(action), { over });
        await showAgain(edge, doing);
      }),
    );
  }
}
