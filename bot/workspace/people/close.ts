import type { Member } from "../contract.ts";
import type { View } from "../model/views.ts";
import { callbackOf, viewClosed } from "../payload/interaction.ts";
import { type Acted, doneAlone, failedInteraction, refused, type Stage } from "./stage.ts";

/** Somebody closes the uppermost modal; with `clear_on_close` all go. The app hears of those that ask for it. */
export async function close(stage: Stage, member: Member, id: string): Promise<Acted> {
  const { world } = stage;
  const stack = world.views.modals(member.id);
  const top = stack.at(-1);
  if (top?.id !== id) return refused("This view is not in front.");
  const isCleared = top.body["clear_on_close"] === true;
  const closed = isCleared ? stack.toReversed() : [top];
  if (isCleared) world.views.clear(member.id);
  else world.views.pop(member.id);
  let result = doneAlone;
  for (const view of closed) {
    if (view.body["notify_on_close"] === true) result = await tell(stage, member, view, isCleared);
  }
  return result;
}

async function tell(stage: Stage, member: Member, view: View, isCleared: boolean): Promise<Acted> {
  const outcome = await stage.courier.deliver({
    type: "interactive",
    name: callbackOf(view),
    payload: viewClosed({ ...stage, member }, view, isCleared),
    takesAnswer: false,
    eventId: null,
  });
  return outcome.kind === "acked" ? { ok: true, ackMs: outcome.ackMs } : refused(failedInteraction(outcome));
}
