import { describe, expect, test } from "vitest";
import type { IncidentState } from "#core/domain";
import {
  detailsModal,
  homeView,
  incidentDetails,
  incidentList,
  incidentMessage,
  listModal,
  noteModal,
  resolveModal,
  stillOnItNote,
} from "../../../bot/blocks/index.ts";
import {
  alerts,
  cardOf,
  cards,
  drawing,
  gathering,
  heldBy,
  incidentOf,
  nowMs,
  open,
  resolved,
} from "./cast.ts";
import { objectsIn } from "./judge.ts";

/**
 * Ids that travel through Slack and come back from cards of any age: whoever renames one of these breaks every card
 * that was ever posted. The handlers listen to the same; nothing else checks that they agree with old cards.
 */
const wire = {
  action_id: [
    "drill.start.0",
    "drill.start.1",
    "incident",
    "incident.acknowledge",
    "incident.details",
    "incident.more",
    "incident.return",
    "incident.take_over",
    "note",
  ],
  block_id: ["drills", "incident", "incident:inc-7", "note", "row:inc-7", "still:inc-7"],
  callback_id: ["home", "incident.note", "incident.resolve", "incidents.list"],
  private_metadata: ["inc-7"],
  value: ["details:inc-7", "disk", "inc-7", "resolve:inc-7", "shop-errors"],
} as const;

const drill = (name: string) =>
  ({ name, expect: "e", break: { http: { method: "POST", url: "http://127.0.0.1/" } } }) as const;

/** Everything that carries an id, in every state of an incident. */
function everything(): unknown[] {
  const states: readonly IncidentState[] = [gathering, open, heldBy("slack:T1/U1"), resolved];
  return states.flatMap((state) => {
    const card = cardOf({ state }, { alerts: alerts(90), all: 90 });
    const list = { cards: [card], hidden: 1 };
    return [
      incidentMessage(card, drawing),
      incidentMessage(cardOf({ state, parent: "inc-3" }), drawing),
      incidentDetails(card, drawing),
      incidentList(list, drawing),
      detailsModal(card, drawing),
      listModal(list, drawing),
      noteModal(list, "quoted"),
      resolveModal("inc-7"),
      stillOnItNote(incidentOf({ state }), "<@U1>", nowMs),
      homeView({
        ...list,
        name: "Ada",
        actor: "slack:T1/U1",
        groups: [],
        rights: [],
        mayAcknowledge: true,
        drills: [drill("shop-errors"), drill("disk")],
        drawing,
      }),
    ];
  });
}

describe("ids on the wire", () => {
  const drawn = objectsIn(everything());

  test.for(Object.entries(wire))(
    "every %s is one of these, and each of these is in use",
    ([field, known]) => {
      const used = drawn.map((one) => one[field]).filter((id) => typeof id === "string");
      expect([...new Set(used)].toSorted()).toEqual(known);
    },
  );

  test("name an incident in a block of its own, so that no block of a list is named twice", () => {
    const { blocks } = incidentList({ cards: cards(20), hidden: 0 }, drawing);
    const ids = blocks.flatMap((block) => block.block_id ?? []);
    expect(new Set(ids).size).toBe(20);
  });
});
