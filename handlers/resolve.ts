import type { ViewSubmitAction } from "@slack/bolt";
import { Fault } from "#core/domain";
import type { Edge, Listening } from "./edge.ts";
import { submissionOf } from "./values.ts";

/** The form that `Resolve…` opens. */
export function registerResolve(slack: Listening, edge: Edge): void {
  slack.view<ViewSubmitAction>(
    { callback_id: "incident.resolve", type: "view_submission" },
    ({ ack, body, view }) =>
      edge.submit(body, ack, async ({ person }) => {
        const form = submissionOf(view);
        const note = form.text("note");
        if (note === "") throw new Fault("invalid", "expected a note that says what it was");
        await edge.desk.resolve(person, form.about, note);
      }),
  );
}
