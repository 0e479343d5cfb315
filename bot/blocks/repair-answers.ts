import type { Repair, Runbook } from "#core/heal";
import { context, header, preformatted, section } from "./elements.ts";
import { spanText } from "./facts.ts";
import { fitting, type Message, message } from "./message.ts";
import { repairBlocks } from "./repair.ts";
import { escape, short, when } from "./text.ts";

/** Runbooks by name, or one with its text. */
export function runbookList(runbooks: readonly Runbook[], whole = false): Message {
  if (runbooks.length === 0)
    return message("There is no runbook", [
      section("There is no runbook: `runbooks` of fettle.yml names their files."),
    ]);
  const row = (one: Runbook) => [
    section(`*${short(one.name)}* for \`${short(one.event)}\` · ${short(one.at)}`),
    ...(whole ? [preformatted(one.text)] : []),
  ];
  const { blocks, shown } = fitting(runbooks, row, { blocks: 40 });
  const rest = runbooks.length - shown;
  return message("Runbooks", [
    header("Runbooks"),
    ...blocks,
    ...(rest > 0 ? [context(`… and ${rest} more`)] : []),
  ]);
}

/** One repair, without buttons: its card has them. */
export function repairMessage(repair: Repair): Message {
  const blocks = repairBlocks(repair, { nameOf: (id) => id }).filter(({ type }) => type !== "actions");
  return message(`${repair.plan.id}: ${escape(repair.plan.content.runbook)}`, blocks);
}

export function runList(repairs: readonly Repair[]): Message {
  if (repairs.length === 0) return message("Nothing has run", [section("Nothing has run yet.")]);
  const row = ({ plan, run }: Repair) => {
    if (run === undefined) return [];
    const ended =
      run.receipt === null
        ? run.state.kind
        : `${run.receipt.verdict} after ${spanText(run.receipt.endedMs - run.startedMs)}`;
    return [
      section(
        `*${run.id}* ${short(plan.content.runbook)} on \`${short(run.target)}\` · ${when(run.startedMs, "day")} · ${ended}`,
      ),
    ];
  };
  const { blocks } = fitting(repairs, row, { blocks: 30 });
  return message("Runs", [header("Runs"), ...blocks]);
}
