import { type Access, type Action, type Grantee, type Refusal, whomText } from "#core/access";
import type { IncidentList } from "#core/incidents";
import { context, divider, fields, header, preformatted, section } from "./elements.ts";
import { limits } from "./limits.ts";
import { countOf, unseen } from "./lists.ts";
import { type Message, message } from "./message.ts";
import { cut, escape, short } from "./text.ts";

/** What somebody is answered who asked something of Fettle. */

/** One sentence or a few, in mrkdwn. */
export function say(text: string): Message {
  return message(text, [section(text)]);
}

/** What comes after something was broken on purpose. */
export const watchNext =
  "Watch the channels: a card comes in about half a minute. Whoever is on call takes it on, and repairs it from there.";

/** A verb as help tells it. */
export interface HelpEntry {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly example: string;
}

export function helpMessage(entries: readonly HelpEntry[]): Message {
  const lines = entries.map(
    ({ name, usage, summary }) => `\`/fettle ${[name, usage].join(" ").trim()}\`  ${summary}`,
  );
  const examples = entries.map(({ example }) => `\`${example}\``).join("  ·  ");
  return message("What you can ask Fettle", [
    section(lines.join("\n")),
    context(
      entries.length === 1
        ? `For example ${examples}`
        : "You see what you may use. `/fettle help VERB` has an example of each; in a thread, mention me instead: `@fettle status`",
    ),
  ]);
}

export interface StatusParts {
  readonly version: string;
  readonly troubles: readonly string[];
  readonly sockets: string;
  readonly waiting: number;
  readonly failed: readonly string[];
}

export function statusMessage(parts: StatusParts, list: IncidentList): Message {
  const { cards } = list;
  const { version, troubles, sockets, waiting, failed } = parts;
  const open = cards.filter(({ incident }) => incident.state.kind === "open").length;
  const worst = cards.reduce((most, { incident }) => Math.max(most, incident.severity), 0);
  const well = troubles.length === 0 && failed.length === 0;
  const head = well ? "Fettle is in fine fettle" : "Fettle needs a look";
  const trouble = [...troubles, ...failed.slice(0, 5)].map((line) => `• ${escape(cut(line, 300))}`);
  return message(head, [
    header(head),
    fields([
      ["Open incidents", cards.length === 0 ? "none" : `${countOf(list)}, the worst SEV${worst}`],
      ["Nobody is on", String(open)],
      ["Slack", escape(sockets)],
      ["Messages waiting", String(waiting)],
    ]),
    ...(trouble.length > 0 ? [section(trouble.join("\n"))] : []),
    context(`version ${version}`, ...unseen(list)),
  ]);
}

export interface Identity {
  /** Plain text. */
  readonly name: string;
  readonly actor: string;
  readonly groups: readonly string[];
  readonly rights: readonly Action[];
  /** A policy to begin with, where there is none at all. */
  readonly starter: string | undefined;
}

export function whoamiMessage({ name, actor, groups, rights, starter }: Identity): Message {
  const list = (items: readonly string[]): string =>
    items.length === 0 ? "none" : items.map((item) => `\`${escape(item)}\``).join(" ");
  const first = [
    section(`*${short(name)}*, to policies \`Fettle::Actor::"${short(actor, 500)}"\``),
    fields([
      ["Groups", list(groups)],
      ["Rights, on some things at least", list(rights)],
    ]),
  ];
  if (starter === undefined) return message(`You are ${escape(actor)}`, first);
  return message(`You are ${escape(actor)}`, [
    ...first,
    divider(),
    section(
      "There is no policy yet, so nobody may do anything. To begin with, put this into a `.cedar` file that `access.policies` of fettle.yml names, and send Fettle a SIGHUP:",
    ),
    preformatted(starter),
  ]);
}

export interface Granted extends Grantee {
  /** mrkdwn; undefined where they cannot be told. */
  readonly members: readonly string[] | undefined;
}

export function whoCanMessage(asked: {
  readonly verb: string;
  readonly action: Action;
  readonly resource: string;
  readonly granted: readonly Granted[];
}): Message {
  const { verb, action, resource, granted } = asked;
  const head = `\`${verb}\` needs \`${action}\` on ${short(resource)}.`;
  if (granted.length === 0) return say(`${head} No policy grants it to anybody.`);
  const lines = granted.map((grant) => {
    return `• *${short(whomText(grant))}*${peopleText(grant.members)}  (policy \`${short(grant.policy)}\`)`;
  });
  return message(`Who can ${verb}`, [
    section(cut(`${head} Granted to:\n${lines.join("\n")}`, limits.section.text)),
    context("Conditions of these policies may still refuse some of them."),
  ]);
}

const mostPeople = 20;

function peopleText(members: Granted["members"] = []): string {
  if (members.length === 0) return "";
  const rest = members.length - mostPeople;
  return `: ${members.slice(0, mostPeople).join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`;
}

/** Why not, and whom to ask: seen by nobody else. */
export function refusalMessage(refusal: Refusal, groups: ReturnType<Access["groupsOf"]>): Message {
  const { missing, resource, policies, reason, grantedBy } = refusal;
  const what = `\`${missing}\` on ${short(resource)}`;
  const yours =
    groups.length === 0
      ? "You are in no group."
      : `You are in ${cut(groups.map((group) => `*${short(group)}*`).join(", "), 500)}.`;
  if (policies.length > 0) return say(`🚫 You may not ${what}: ${short(reason, 1_500)}. ${yours}`);
  const whom = grantedBy.map(
    (grant) => `*${short(whomText(grant), 100)}* (policy \`${short(grant.policy, 100)}\`)`,
  );
  const ask = whom.length === 0 ? "No policy grants it to anybody." : `Ask ${whom.join(" or ")}.`;
  return say(`🚫 You need ${what}. ${yours} ${ask}`);
}

/** Something that cannot be done, in the words of its fault. */
export function faultMessage(text: string): Message {
  return say(`⚠️ ${escape(text)}`);
}
