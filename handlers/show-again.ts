import { listModal } from "../bot/blocks/index.ts";
import type { Doing, Edge } from "./edge.ts";

/** Brings the list in which something was done up to date. Cards in channels come up to date by themselves. */
export async function showAgain(edge: Edge, doing: Doing): Promise<void> {
  const { gesture, person } = doing;
  if (gesture.view?.type === "home") await edge.refreshHome(doing);
  if (gesture.view?.callback !== "incidents.list") return;
  const listed = await edge.desk.list(person);
  await edge.updateModal(gesture, listModal(listed, await edge.drawing(listed.cards)));
}
