import type { Repair, Runbook, Scorecard } from "#core/heal";
import { say } from "./answers.ts";
import { context, header, preformatted, section } from "./elements.ts";
import { spanText } from "./facts.ts";
import { longText } from "./long-text.ts";
import { fitting, type Message, message } from "./message.ts";
import { type NameOf, repairText } from "./repair-text.ts";
import { scoreText } from "./score-text.ts";
import { escape, printableLines, short, when } from "./text.ts";

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

/** All of one repair: what its card has no room for, and in a file what this has no room for. */
export function repairDetails(repair: Repair, nameOf: NameOf): Message {
  const { plan, run } = repair;
  const id = run?.id ?? plan.id;
  const title = `${id}: ${plan.content.runbook}`;
  const text = repairText(repair, nameOf);
  const { blocks, whole } = longText(text, { blocks: 20 });
  const shown = [header(title), ...blocks, ...(whole ? [] : [context("… all of it is in the file")])];
  if (whole) return message(escape(title), shown);
  return message(escape(title), shown, {
    name: `${id}.txt`,
    title,
    text: printableLines(text),
    ...(plan.subject.kind === "incident" ? { incident: plan.subject.id } : {}),
  });
}

/** What a run wrote, for the thread of its card. */
export function receiptNote({ plan, run }: Repair, score?: Scorecard): Message {
  if (run === undefined) return say(`🧾 ${plan.id} has not run`);
  const { id } = run;
  const verdict = run.receipt?.verdict ?? "unknown";
  const text = `🧾 ${id}: ${verdict}, after ${spanText((run.receipt?.endedMs ?? run.startedMs) - run.startedMs)}`;
  const said = run.attempts.flatMap(({ step, outcome }) =>
    outcome === null || outcome.output.trim() === "" ? [] : [`step ${step + 1}:\n${outcome.output.trim()}`],
  );
  const { blocks, whole } = longText(said.join("\n\n"), { blocks: 20 });
  return message(text, [
    section(`${text} · \`/fettle receipt ${id}\``),
    ...blocks,
    ...(score === undefined ? [] : [context(`🏁 ${escape(scoreText(score))}`)]),
    ...(whole ? [] : [context(`… the rest: \`/fettle receipt ${id}\``)]),
  ]);
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
