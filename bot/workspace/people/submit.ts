import type { InputValues, Member } from "../contract.ts";
import { isJson, type Json, objectOf, textOf } from "../json.ts";
import { Refusal } from "../api/refusal.ts";
import { pushOnto, readView, replaceView } from "../api/views.ts";
import type { View } from "../model/views.ts";
import type { World } from "../model/world.ts";
import { blocksIn } from "../payload/input-state.ts";
import { callbackOf, viewSubmission } from "../payload/interaction.ts";
import { filled, formErrors } from "./form.ts";
import { type Acted, refused, type Stage } from "./stage.ts";

/** What Slack says when an app does not take a submission. */
const trouble = "We had some trouble connecting. Try again?";

/** Somebody sends the uppermost modal. */
export async function submit(stage: Stage, member: Member, id: string, values: InputValues): Promise<Acted> {
  const { world, courier } = stage;
  const view = world.views.modals(member.id).at(-1);
  if (view?.id !== id) return refused("This view is not in front.");
  const state = filled(blocksIn(view.body), view.state, values);
  const errors = formErrors(blocksIn(view.body), state);
  const sent: View = { ...view, state, errors };
  world.views.replace(sent);
  const [first] = Object.values(errors);
  if (first !== undefined) return refused(first);
  const outcome = await courier.deliver({
    type: "interactive",
    name: callbackOf(view),
    payload: viewSubmission({ ...stage, member }, sent),
    takesAnswer: true,
    eventId: null,
  });
  if (outcome.kind !== "acked") return failed(stage, member, trouble);
  const told = answered(world, sent, objectOf(outcome.answer));
  return told === undefined ? { ok: true, ackMs: outcome.ackMs } : failed(stage, member, told);
}

function failed({ world }: Stage, member: Member, told: string): Acted {
  world.notices.tell(member.id, told, null);
  return refused(told);
}

/** Does what the acknowledgement asks for; gives what the person is told where that cannot be done. */
function answered(world: World, sent: View, answer: Json): string | undefined {
  // The app may have updated the view while it thought.
  const view = world.views.get(sent.id) ?? sent;
  try {
    switch (answer["response_action"]) {
      case undefined:
        close(world, view);
        return undefined;
      case "clear":
        world.views.clear(view.user);
        return undefined;
      case "errors":
        return showErrors(world, view, answer["errors"]);
      case "update":
        replaceView(world, view, readView(world, answer["view"], "modal", view.id));
        return undefined;
      case "push":
        return pushOnto(world, view, readView(world, answer["view"], "modal")) === undefined
          ? trouble
          : undefined;
      default:
        return trouble;
    }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    world.log.warn("the answer to a submission is no view", { error: thrown.error, ...thrown.beside });
    return trouble;
  }
}

/** Without a word from the app the view is done with; what is below comes to light. */
function close(world: World, view: View): void {
  if (world.views.modals(view.user).at(-1)?.id === view.id) world.views.pop(view.user);
}

/** Errors stand beneath inputs, and nowhere else. */
function showErrors(world: World, view: View, errors: unknown): string | undefined {
  const inputs = blocksIn(view.body).filter(({ type }) => type === "input");
  const ids = new Set(inputs.map((block) => textOf(block["block_id"])));
  const known = isJson(errors) ? Object.entries(errors) : [];
  if (known.length === 0 || known.some(([id, text]) => !ids.has(id) || typeof text !== "string"))
    return trouble;
  const shown = Object.fromEntries(known.map(([id, text]) => [id, String(text)]));
  world.views.replace({ ...view, errors: shown });
  return undefined;
}
