import { detailsModal } from "../bot/blocks/index.ts";
import type { Doing, Edge, Listening } from "./edge.ts";
import { buttonValue } from "./values.ts";

/** What a modal can show; `/fettle alert` brings all of them. */
const most = 50;

/** The button `Details`. */
export function registerDetails(slack: Listening, edge: Edge): void {
  slack.action("incident.details", ({ ack, body, action }) =>
    edge.handle(body, ack, (doing) => openDetails(edge, doing, buttonValue(action))),
  );
}

/** All of one incident in a modal. */
export function openDetails(edge: Edge, doing: Doing, id: string): Promise<void> {
  return edge.openModal(doing, "Incident", async () => {
    const card = await edge.desk.card(doing.person, id, most);
    return detailsModal(card, await edge.drawing([card]));
  });
}
