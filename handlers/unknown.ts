import { Fault } from "#core/domain";
import type { Edge, Listening } from "./edge.ts";

const known =
  /^(?:incident\.(?:acknowledge|take_over|return|details|more)|plan\.(?:fix|approve|deny|details)|run\.(?:abort|done|again|stop)|drill\.start\.\d{1,2})$/;
const knownShortcuts = /^(?:incidents\.list|incident\.(?:acknowledge_here|note))$/;
const knownViews = /^(?:incident\.(?:resolve|note)|plan\.(?:propose|deny))$/;

/** What no handler knows: of an older card, or of a newer Fettle that ran before. Whoever used it is told. */
export function registerUnknown(slack: Listening, edge: Edge): void {
  const refuse = (): Promise<void> => {
    throw new Fault("missing", "this Fettle does not know that button any more; try /fettle help");
  };
  slack.action(/^/, async ({ ack, body, action }) => {
    if (!("action_id" in action) || known.test(action.action_id)) return;
    await edge.handle(body, ack, refuse);
  });
  slack.shortcut(/^/, async ({ ack, body }) => {
    if (!knownShortcuts.test(body.callback_id)) await edge.handle(body, ack, refuse);
  });
  slack.view(/^/, async ({ ack, body, view }) => {
    if (!knownViews.test(view.callback_id)) await edge.handle(body, ack, refuse);
  });
}
