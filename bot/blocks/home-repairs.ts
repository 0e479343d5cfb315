import type { KnownBlock } from "@slack/types";
import type { Pause } from "#core/domain";
import type { PlanView } from "#core/heal";
import { button, context, header, section } from "./elements.ts";
import type { Drawing } from "./incident-card.ts";
import { fitting } from "./message.ts";
import { quoted, short, when } from "./text.ts";

/** What a Home says of repairs: that none begins, while that is so, and which wait for this person. */
export interface HomeRepairs {
  readonly pauses: readonly Pause[];
  readonly waiting: readonly PlanView[];
  /** How commands are shut in here: a sentence. */
  readonly sandbox: string;
}

export function pausedBlocks(pauses: readonly Pause[], { nameOf }: Pick<Drawing, "nameOf">): KnownBlock[] {
  return pauses.map(({ scope, by, reason, atMs }) => {
    const what = scope === null ? "All repairs are paused" : `Repairs on ${short(scope)} are paused`;
    const back = `\`/fettle resume ${scope === null ? "all" : short(scope)}\``;
    return section(
      `⏸ *${what}* by ${short(nameOf(by))} since ${when(atMs, "day")} · ${back}\n${quoted(reason)}`,
    );
  });
}

const listed = 10;

/** Plans that this person could approve: where each is shown, and all of it behind its button. */
export function waitingBlocks(
  waiting: readonly PlanView[],
  { linkTo }: Pick<Drawing, "linkTo">,
): KnownBlock[] {
  if (waiting.length === 0) return [];
  const { blocks, shown } = fitting(waiting, (repair) => [waitingRow(repair, linkTo)], { blocks: listed });
  const rest = waiting.length - shown;
  return [header("Waits for your approval"), ...blocks, ...(rest > 0 ? [context(`… and ${rest} more`)] : [])];
}

function waitingRow({ plan, missing }: PlanView, linkTo: Drawing["linkTo"]): KnownBlock {
  const { runbook, target } = plan.content;
  const { subject } = plan;
  const where = linkTo(subject.kind === "incident" ? subject.id : plan.id);
  const votes = missing === 1 ? "1 approval" : `${missing} approvals`;
  return section(
    `🛠 *${short(runbook)}* on \`${short(target.name)}\` · ${votes} to go until ${when(plan.expiresMs)} · on the card of ${where}`,
    {
      id: `waiting:${plan.id}`,
      accessory: button({ action: "plan.details", label: "Details", value: plan.id }),
    },
  );
}
