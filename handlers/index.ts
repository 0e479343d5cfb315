import { registerAcknowledge } from "./acknowledge.ts";
import { registerAcknowledgeHere } from "./acknowledge-here.ts";
import { registerDetails } from "./details.ts";
import { registerDrill } from "./drill.ts";
import type { Edge, Listening } from "./edge.ts";
import { registerHome } from "./home.ts";
import { registerList } from "./list.ts";
import { registerMention } from "./mention.ts";
import { registerMore } from "./more.ts";
import { registerNote } from "./note.ts";
import { registerRepair } from "./repair.ts";
import { registerResolve } from "./resolve.ts";
import { registerReturn } from "./return.ts";
import { registerSlash } from "./slash.ts";
import { registerUnknown } from "./unknown.ts";

export type { Doing, Edge, Gesture } from "./edge.ts";

/** Everything that people can do in Slack. */
export function registerHandlers(slack: Listening, edge: Edge): void {
  registerSlash(slack, edge);
  registerAcknowledge(slack, edge);
  registerReturn(slack, edge);
  registerMore(slack, edge);
  registerDetails(slack, edge);
  registerResolve(slack, edge);
  registerRepair(slack, edge);
  registerNote(slack, edge);
  registerAcknowledgeHere(slack, edge);
  registerList(slack, edge);
  registerDrill(slack, edge);
  registerHome(slack, edge);
  registerMention(slack, edge);
  registerUnknown(slack, edge);
}
