import type { Act, Member } from "../contract.ts";
import { type Json, objectOf, textOf } from "../json.ts";
import type { Channel } from "../model/channels.ts";
import type { Message } from "../model/messages.ts";
import type { InputState, View } from "../model/views.ts";
import { blocksIn, type Entry, heldBy, initialState, optionOf, placesOf } from "../payload/input-state.ts";
import { actionEntry, messageClick, viewClick } from "../payload/interaction.ts";
import { visibleMessage } from "./sight.ts";
import { type Acted, failedInteraction, refused, type Stage } from "./stage.ts";

type Click = Extract<Act, { kind: "click" }>;
type Place = ReturnType<typeof placesOf>[number];

/** Somebody presses a button or chooses something, in a message or a view. */
export function click(stage: Stage, member: Member, act: Click): Promise<Acted> {
  const { on } = act;
  if (!stage.world.manifest.interactivity) return Promise.resolve(refused("This app takes no clicks."));
  return "view" in on ? clickView(stage, member, act, on.view) : clickMessage(stage, member, act, on);
}

async function clickMessage(
  stage: Stage,
  member: Member,
  act: Click,
  on: { readonly message: string; readonly channel: string },
): Promise<Acted> {
  const { world } = stage;
  const channel = world.channels.get(on.channel);
  const message = channel === undefined ? undefined : visibleMessage(world, member, channel, on.message);
  if (channel === undefined || message === undefined) return refused("This message is gone.");
  const place = findPlace(message.blocks, act);
  const held = place === undefined ? undefined : heldAfter(place, act.value);
  if (place === undefined || held === undefined) return refused("There is nothing like that to choose.");
  const path = world.responseUrls.issue({ user: member.id, channel: channel.id, message: message.ts });
  const payload = messageClick(
    { ...stage, member },
    {
      message,
      channel,
      state: stateAfter(message, place, held),
      action: actionEntry(place, held, world.ids.ts()),
      responseUrl: `${world.url}${path}`,
    },
  );
  return sendClick(stage, { place, payload, channel, member });
}

async function clickView(stage: Stage, member: Member, act: Click, id: string): Promise<Acted> {
  const { world } = stage;
  const view = world.views.get(id);
  if (view === undefined || view.user !== member.id) return refused("This view is gone.");
  const place = findPlace(blocksIn(view.body), act);
  const held = place === undefined ? undefined : heldAfter(place, act.value);
  if (place === undefined || held === undefined) return refused("There is nothing like that to choose.");
  const now: View = { ...view, state: holding(view.state, place, held) };
  world.views.replace(now);
  const payload = viewClick({ ...stage, member }, now, actionEntry(place, held, world.ids.ts()));
  return sendClick(stage, { place, payload, channel: undefined, member });
}

interface Clicked {
  readonly place: Place;
  readonly payload: Json;
  readonly channel: Channel | undefined;
  readonly member: Member;
}

async function sendClick({ world, courier }: Stage, clicked: Clicked): Promise<Acted> {
  const { place, payload, channel, member } = clicked;
  const outcome = await courier.deliver({
    type: "interactive",
    name: place.action,
    payload,
    takesAnswer: false,
    eventId: null,
  });
  if (outcome.kind === "acked") return { ok: true, ackMs: outcome.ackMs };
  const told = failedInteraction(outcome);
  world.notices.tell(member.id, told, channel?.id ?? null);
  return refused(told);
}

function findPlace(blocks: readonly Json[], { block, action }: Click): Place | undefined {
  return placesOf(blocks).find((one) => one.block === block && one.action === action);
}

/** What the action says about the choice: nothing for a button, which has its own value. */
function heldAfter({ element }: Place, value: Entry | undefined): Json | undefined {
  const type = textOf(element["type"]);
  if (type === "button" || type === "icon_button") return {};
  if (type === "overflow") {
    const option = optionOf(element, typeof value === "string" ? value : "");
    return option === undefined ? undefined : { selected_option: option };
  }
  if (type === "feedback_buttons") return feedback(element, value);
  return heldBy(element, value ?? null);
}

function feedback(element: Json, value: Entry | undefined): Json | undefined {
  const buttons = [objectOf(element["positive_button"]), objectOf(element["negative_button"])];
  const pressed = buttons.find((button) => button["value"] === value);
  return pressed === undefined ? undefined : { text: pressed["text"], value: pressed["value"] };
}

/** Of a message: what its inputs hold is not kept, for each client has its own. */
function stateAfter(message: Message, place: Place, held: Json): InputState {
  return holding(initialState(message.blocks), place, held);
}

function holding(state: InputState, { block, action, element }: Place, held: Json): InputState {
  const type = textOf(element["type"]) ?? "";
  if (["button", "icon_button", "overflow", "feedback_buttons"].includes(type)) return state;
  return { ...state, [block]: { ...state[block], [action]: held } };
}
