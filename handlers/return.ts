import type { Edge, Listening } from "./edge.ts";
import { showAgain } from "./show-again.ts";
import { buttonValue } from "./values.ts";

/** The button `Give back`. */
export function registerReturn(slack: Listening, edge: Edge): void {
  slack.action("incident.return", ({ ack, body, action }) =>
    edge.handle(body, ack, async (doing) => {
      await edge.desk.unacknowledge(doing.person, buttonValue(action));
      await showAgain(edge, doing);
    }),
  );
}
