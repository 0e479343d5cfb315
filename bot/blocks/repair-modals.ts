import type { ModalView } from "@slack/types";
import type { Repair, Runbook } from "#core/heal";
import { context, option, plain, section } from "./elements.ts";
import { limits } from "./limits.ts";
import { longText } from "./long-text.ts";
import { modal, textInput } from "./modals.ts";
import { type NameOf, repairText } from "./repair-text.ts";
import { printable, short } from "./text.ts";

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

/** All of a plan and its run, as far as a modal has room for it. */
export function planModal(repair: Repair, nameOf: NameOf): ModalView {
  const { plan } = repair;
  const { blocks, whole } = longText(repairText(repair, nameOf), { blocks: 20 });
  const rest = whole ? [] : [context(`… all of it: \`/fettle plan ${plan.id}\``)];
  return modal({ title: plan.id, blocks: [section(`*${short(plan.content.runbook)}*`), ...blocks, ...rest] });
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
