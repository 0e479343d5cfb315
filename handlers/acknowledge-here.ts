import { Fault } from "#core/domain";
import { say, when } from "../bot/blocks/index.ts";
import type { Edge, Listening } from "./edge.ts";

/** The message shortcut `Acknowledge incident`, on a card or in its thread, where slash commands do not work. */
export function registerAcknowledgeHere(slack: Listening, edge: Edge): void {
  slack.shortcut({ callback_id: "incident.acknowledge_here", type: "message_action" }, ({ ack, body }) =>
    edge.handle(body, ack, async ({ person, gesture }) => {
      const id = await edge.incidentAt(gesture);
      if (id === undefined) {
        throw new Fault("missing", "this message is no incident's card and in no incident's thread");
      }
      const { state } = await edge.desk.acknowledge(person, id, { over: false });
      const until = state.kind === "acknowledged" ? ` until ${when(state.lapsesAtMs)}` : "";
      await edge.reply(gesture, say(`${id} is yours${until}.`));
    }),
  );
}
