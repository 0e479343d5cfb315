import type { ModalView } from "@slack/types";
import type { Runbook } from "#core/heal";
import { context, option, plain, section } from "./elements.ts";
import { limits } from "./limits.ts";
import { modal, textInput } from "./modals.ts";
import { printable } from "./text.ts";

/** Asks which of the runbooks that fit is to be shown as a plan; nothing runs. */
export function fixModal(incident: string, fitting: readonly Runbook[]): ModalView {
  const title = `Fix ${incident}`;
  if (fitting.length === 0) {
    return modal({
      title,
      blocks: [section("No runbook that you may use fits it. `/fettle runbooks` lists all.")],
    });
  }
  const choices = fitting.slice(0, limits.options).map(({ name }) => option([printable(name), name]));
  return modal({
    title,
    callback: "plan.propose",
    submit: "Show the plan",
    about: incident,
    blocks: [
      {
        type: "input",
        block_id: "runbook",
        label: plain("Runbook", limits.input.label),
        element: { type: "static_select", action_id: "runbook", options: choices },
      },
      context("The plan is shown on the incident's card. Nothing runs before it is approved there."),
    ],
  });
}

export function denyModal(plan: string): ModalView {
  return modal({
    title: `Deny ${plan}`,
    callback: "plan.deny",
    submit: "Deny",
    about: plan,
    blocks: [textInput({ block: "reason", label: "Why not?", hint: "It stands on the card." })],
  });
}
