import type { ViewSubmitAction } from "@slack/bolt";
import { Fault } from "#core/domain";
import type { Answer } from "#core/heal";
import { denyModal, fixModal, peopleOf, planModal } from "../bot/blocks/index.ts";
import type { Edge, Listening } from "./edge.ts";
import { buttonValue, submissionOf } from "./values.ts";

/** Everything about repairs: choosing one, deciding about its plan, and its run. The card shows what comes of it. */
export function registerRepair(slack: Listening, edge: Edge): void {
  const { healer } = edge;
  slack.action("plan.fix", ({ ack, body, action }) =>
    edge.handle(body, ack, (doing) => {
      const incident = buttonValue(action);
      return edge.openModal(doing, "Fix", async () => {
        // Whoever may not even see it is told so before anything of it is.
        await edge.desk.card(doing.person, incident, 1);
        return fixModal(incident, await healer.fitting(doing.person, incident));
      });
    }),
  );
  slack.view<ViewSubmitAction>(
    { callback_id: "plan.propose", type: "view_submission" },
    ({ ack, body, view }) =>
      edge.submit(body, ack, async ({ person }) => {
        const form = submissionOf(view);
        await healer.propose(person, { incident: form.about, runbook: form.choice("runbook") });
      }),
  );
  slack.action("plan.approve", ({ ack, body, action }) =>
    edge.handle(body, ack, async ({ person }) => {
      const [plan, hash] = pairOf(buttonValue(action));
      await healer.approve(person, plan, hash);
    }),
  );
  slack.action("plan.deny", ({ ack, body, action }) =>
    edge.handle(body, ack, (doing) => {
      const plan = buttonValue(action);
      return edge.openModal(doing, "Deny", async () => {
        await healer.repair(doing.person, plan);
        return denyModal(plan);
      });
    }),
  );
  slack.view<ViewSubmitAction>({ callback_id: "plan.deny", type: "view_submission" }, ({ ack, body, view }) =>
    edge.submit(body, ack, async ({ person }) => {
      const form = submissionOf(view);
      const reason = form.text("reason");
      if (reason === "") throw new Fault("invalid", "expected a reason: others will ask");
      await healer.deny(person, form.about, reason);
    }),
  );
  slack.action("plan.details", ({ ack, body, action }) =>
    edge.handle(body, ack, (doing) =>
      edge.openModal(doing, "Plan", async () => {
        const repair = await healer.repair(doing.person, buttonValue(action));
        const { nameOf } = await edge.drawing([], { named: peopleOf(repair) });
        return planModal(repair, nameOf);
      }),
    ),
  );
  slack.action("run.abort", ({ ack, body, action }) =>
    edge.handle(body, ack, async ({ person }) => {
      await healer.abort(person, buttonValue(action), "aborted on the card");
    }),
  );
  for (const said of ["done", "again", "stop"] as const satisfies readonly Answer[]) {
    slack.action(`run.${said}`, ({ ack, body, action }) =>
      edge.handle(body, ack, async ({ person }) => {
        const [run, step] = pairOf(buttonValue(action));
        await healer.answer(person, run, { said, step: Number(step) });
      }),
    );
  }
}

/** Two parts of a button's value. @throws Fault `invalid` for a button of another version. */
function pairOf(value: string): readonly [string, string] {
  const [first, second, ...more] = value.split(":");
  if (first !== undefined && second !== undefined && more.length === 0) return [first, second];
  throw new Fault("invalid", "this button is of another version of Fettle");
}
