import type { ViewSubmitAction } from "@slack/bolt";
import { Fault } from "#core/domain";
import { z } from "zod";
import { noteModal } from "../bot/blocks/index.ts";
import type { Edge, Listening } from "./edge.ts";
import { submissionOf } from "./values.ts";

const quoted = z.looseObject({ message: z.looseObject({ text: z.string().max(40_000) }) });

/** The message shortcut `Add to an incident`, and the form that it opens. */
export function registerNote(slack: Listening, edge: Edge): void {
  slack.shortcut({ callback_id: "incident.note", type: "message_action" }, ({ ack, body }) =>
    edge.handle(body, ack, (doing) =>
      edge.openModal(doing, "Add to an incident", async () => {
        const read = quoted.safeParse(body);
        return noteModal(await edge.desk.list(doing.person), read.success ? read.data.message.text : "");
      }),
    ),
  );
  slack.view<ViewSubmitAction>(
    { callback_id: "incident.note", type: "view_submission" },
    ({ ack, body, view }) =>
      edge.submit(body, ack, async ({ person }) => {
        const form = submissionOf(view);
        const note = form.text("note");
        if (note === "") throw new Fault("invalid", "expected a note");
        await edge.desk.note(person, form.choice("incident"), note);
      }),
  );
}
