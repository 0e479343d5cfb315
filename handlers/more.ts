import { Fault } from "#core/domain";
import { resolveModal } from "../bot/blocks/index.ts";
import { openDetails } from "./details.ts";
import type { Edge, Listening } from "./edge.ts";
import { choiceValue } from "./values.ts";

/** The menu behind the three dots of a card. */
export function registerMore(slack: Listening, edge: Edge): void {
  slack.action("incident.more", ({ ack, body, action }) =>
    edge.handle(body, ack, async (doing) => {
      const [what, id] = choiceValue(action);
      if (what === "details") await openDetails(edge, doing, id);
      else if (what === "resolve") {
        await edge.openModal(doing, "Resolve", async () => {
          // Whoever may not even see it is told so before they write a note.
          await edge.desk.card(doing.person, id, 1);
          return resolveModal(id);
        });
      } else throw new Fault("invalid", "this choice is of another version of Fettle");
    }),
  );
}
