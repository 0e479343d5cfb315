import { listModal } from "../bot/blocks/index.ts";
import type { Edge, Listening } from "./edge.ts";

/** The global shortcut `Show open incidents`. */
export function registerList(slack: Listening, edge: Edge): void {
  slack.shortcut({ callback_id: "incidents.list", type: "shortcut" }, ({ ack, body }) =>
    edge.handle(body, ack, (doing) =>
      edge.openModal(doing, "Open incidents", async () => {
        const listed = await edge.desk.list(doing.person);
        return listModal(listed, await edge.drawing(listed.cards));
      }),
    ),
  );
}
