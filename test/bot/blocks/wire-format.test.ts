import { describe, expect, test } from "vitest";
import type { IncidentState, Run, RunState } from "#core/domain";
import type { Runbook } from "#core/heal";
import {
  denyModal,
  detailsModal,
  fixModal,
  homeView,
  incidentDetails,
  incidentList,
  incidentMessage,
  listModal,
  noteModal,
  resolveModal,
  stillOnItNote,
} from "../../../bot/blocks/index.ts";
import { type Edge, registerHandlers } from "../../../handlers/index.ts";
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
  listOf,
} from "./cast.ts";
import { objectsIn } from "./judge.ts";
import { aPlan, aRun } from "../../support/repairs.ts";
import { noHealer } from "../../support/no-healer.ts";

/**
 * Ids that travel through Slack and come back from cards of any age: whoever renames one of these breaks every card
 * that was ever posted.
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
    "plan.approve",
    "plan.deny",
    "plan.details",
    "plan.fix",
    "reason",
    "run.abort",
    "run.again",
    "run.done",
    "run.stop",
    "runbook",
  ],
  block_id: [
    "drills",
    "incident",
    "incident:inc-7",
    "note",
    "plan:plan-1",
    "reason",
    "row:inc-7",
    "run:run-1",
    "runbook",
    "still:inc-7",
    "waiting:plan-1",
  ],
  callback_id: ["home", "incident.note", "incident.resolve", "incidents.list", "plan.deny", "plan.propose"],
  private_metadata: ["inc-7", "plan-1"],
  value: [
    "details:inc-7",
    "disk",
    "free the shop's disk",
    "inc-7",
    "plan-1",
    "plan-1:h-1",
    "resolve:inc-7",
    "run-1",
    "run-1:0",
    "shop-errors",
  ],
} as const;

const drill = (name: string) =>
  ({ name, expect: "e", break: { http: { method: "POST", url: "http://127.0.0.1/" } } }) as const;

const history = { runs: 0, healed: 0, lastMs: null };
const running = (state: RunState): Run => aRun({ state });
const repairs = [
  { plan: aPlan(), run: undefined, missing: 1, history },
  {
    plan: aPlan({ state: { kind: "approved", atMs: 1, heldUp: "paused" } }),
    run: undefined,
    missing: 0,
    history,
  },
  { plan: aPlan(), run: running({ kind: "running", step: 0 }), missing: 0, history },
  { plan: aPlan(), run: running({ kind: "asking", step: 0, reason: "?" }), missing: 0, history },
];
const book: Runbook = {
  name: "free the shop's disk",
  event: "disk_full",
  at: "shop.runbook:1",
  text: "",
  fits: () => true,
  render: () => aPlan().content,
};

/** Everything that carries an id, in every state of an incident. */
function everything(): unknown[] {
  const states: readonly IncidentState[] = [gathering, open, heldBy("slack:T1/U1"), resolved];
  return states.flatMap((state) => {
    const card = cardOf({ state }, { alerts: alerts(90), all: 90 });
    const list = listOf([card], 1);
    return [
      incidentMessage(card, drawing),
      ...repairs.map((repair) => incidentMessage(card, drawing, { repair, fixable: true })),
      fixModal("inc-7", [book]),
      denyModal("plan-1"),
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
        mayAcknowledge: () => true,
        drills: [drill("shop-errors"), drill("disk")],
        pauses: [],
        waiting: repairs,
        sandbox: "level full",
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

  test("have each one handler that listens to it, and no handler listens for what nobody draws", () => {
    const { actions, views } = listened();
    const inputs = ["incident", "note", "reason", "runbook"];
    const clicked = wire.action_id.filter((id) => !inputs.includes(id));
    for (const id of clicked) {
      const hearing = actions.filter((one) => (typeof one === "string" ? one === id : one.test(id)));
      expect([id, hearing.length]).toEqual([id, 1]);
    }
    for (const one of actions) {
      expect([one, clicked.some((id) => (typeof one === "string" ? one === id : one.test(id)))]).toEqual([
        one,
        true,
      ]);
    }
    const submitted = objectsIn(everything()).filter(({ submit }) => submit !== undefined);
    expect(new Set(submitted.map(({ callback_id: id }) => id))).toEqual(new Set(views));
  });

  test("are none of those that are refused as of another version", async () => {
    const { click, submit, refused } = leftOver();
    for (const id of wire.action_id) await click(id);
    for (const id of wire.callback_id) await submit(id);
    // Inputs are not clicked; a Home and a list are not submitted.
    const others = ["incident", "note", "reason", "runbook", "home", "incidents.list"];
    expect(refused.filter((id) => !others.includes(id))).toEqual([]);
    await click("plan.of_another_version");
    await submit("plan.of_another_version");
    expect(refused.slice(-2)).toEqual(["plan.of_another_version", "plan.of_another_version"]);
  });

  test("name an incident in a block of its own, so that no block of a list is named twice", () => {
    const { blocks } = incidentList(listOf(cards(20)), drawing);
    const ids = blocks.flatMap((block) => block.block_id ?? []);
    expect(new Set(ids).size).toBe(20);
  });
});

/** What the handlers listen for, but for the one that catches what is left over. */
function listened() {
  const actions: (string | RegExp)[] = [];
  const views: string[] = [];
  const ignore = (): void => {};
  const hear = (constraint: unknown): void => {
    if (typeof constraint === "string") actions.push(constraint);
    if (constraint instanceof RegExp && !constraint.test("anything")) actions.push(constraint);
  };
  const see = (constraint: unknown): void => {
    for (const { callback_id: id } of objectsIn(constraint)) if (typeof id === "string") views.push(id);
  };
  const slack = {
    action: hear,
    command: ignore,
    event: ignore,
    message: ignore,
    shortcut: ignore,
    view: see,
  };
  registerHandlers(slack, untouched);
  return { actions, views };
}

/** The handler of what is left over, alone, and what it refuses. */
function leftOver() {
  const refused: string[] = [];
  const listeners: ((given: Record<string, unknown>) => unknown)[] = [];
  const hear = (constraint: unknown, listener: unknown): void => {
    if (!(constraint instanceof RegExp) || !constraint.test("anything")) return;
    if (typeof listener !== "function") throw new Error("expected a listener");
    listeners.push((given): unknown => Reflect.apply(listener, undefined, [given]));
  };
  const ignore = (): void => {};
  let now = "";
  const handle: Edge["handle"] = async () => void refused.push(now);
  const slack = {
    action: hear,
    view: hear,
    shortcut: ignore,
    command: ignore,
    event: ignore,
    message: ignore,
  };
  registerHandlers(slack, { ...untouched, handle });
  const [action, view] = listeners;
  return {
    refused,
    click: async (id: string) => {
      now = id;
      await action?.({ action: { action_id: id } });
    },
    submit: async (id: string) => {
      now = id;
      await view?.({ view: { callback_id: id } });
    },
  };
}

const never = (): never => {
  throw new Error("nobody did anything");
};
/** An edge that nobody uses. */
const untouched: Edge = {
  desk: {
    list: never,
    card: never,
    acknowledge: never,
    unacknowledge: never,
    note: never,
    resolve: never,
  },
  drills: { list: never, start: never, score: never, scoreOf: never },
  healer: noHealer,
  access: never,
  drawing: never,
  handle: never,
  submit: never,
  reply: never,
  openModal: never,
  updateModal: never,
  refreshHome: never,
  openHome: never,
  run: never,
  incidentAt: never,
};
