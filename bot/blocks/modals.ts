import type { InputBlock, KnownBlock, ModalView } from "@slack/types";
import type { IncidentCard, IncidentList } from "#core/incidents";
import { context, option, plain, section } from "./elements.ts";
import type { Drawing } from "./incident-card.ts";
import { detailBlocks, incidentRow, unseen } from "./lists.ts";
import { limits } from "./limits.ts";
import { fitting, type Message } from "./message.ts";
import { cut, printable, printableLines, readable } from "./text.ts";

interface ModalParts {
  readonly title: string;
  readonly blocks: readonly KnownBlock[];
  /** What it is; wire format. */
  readonly callback?: string;
  readonly submit?: string;
  /** An id, and nothing that decides anything. */
  readonly about?: string;
}

export function modal({ title, blocks, callback, submit, about }: ModalParts): ModalView {
  return {
    type: "modal",
    title: plain(title, limits.view.title),
    close: plain(submit === undefined ? "Close" : "Cancel", limits.view.button),
    blocks: blocks.slice(0, limits.view.blocks),
    ...(callback === undefined ? {} : { callback_id: callback }),
    ...(submit === undefined ? {} : { submit: plain(submit, limits.view.button) }),
    ...(about === undefined ? {} : { private_metadata: cut(about, limits.view.privateMetadata) }),
  };
}

/** Opened at once, before what it will show is known: a trigger lives three seconds. */
export function loadingModal(title: string): ModalView {
  return modal({ title, blocks: [section("One moment…")] });
}

/** A refusal or fault where there is no channel to say it in. */
export function messageModal(title: string, { blocks }: Message): ModalView {
  return modal({ title, blocks });
}

/** Asks why an incident is over. */
export function resolveModal(id: string): ModalView {
  return modal({
    title: `Resolve ${id}`,
    callback: "incident.resolve",
    submit: "Resolve",
    about: id,
    blocks: [
      textInput({
        block: "note",
        label: "What was it, and what did you do?",
        hint: "It stands in the incident's thread.",
      }),
      context("All its alerts end. If its trouble is seen again within half an hour, it opens again."),
    ],
  });
}

/** Asks to which incident a message belongs; `quoted` is the text of that message, in Slack's mrkdwn. */
export function noteModal({ cards }: IncidentList, quoted: string): ModalView {
  if (cards.length === 0)
    return modal({ title: "Add to an incident", blocks: [section("Nothing is open that you may see.")] });
  const choices = cards
    .slice(0, limits.options)
    .map(({ incident: { id, title } }) => option([`${id} · ${printable(title)}`, id]));
  const rest = cards.length - choices.length;
  return modal({
    title: "Add to an incident",
    callback: "incident.note",
    submit: "Add",
    blocks: [
      {
        type: "input",
        block_id: "incident",
        label: plain("Incident", limits.input.label),
        element: { type: "static_select", action_id: "incident", options: choices },
      },
      textInput({
        block: "note",
        label: "Note",
        hint: "It stands in the incident's thread.",
        initial: readable(quoted),
      }),
      ...(rest > 0
        ? [context(`The worst ${choices.length} can be chosen here. For others: \`/fettle note\``)]
        : []),
    ],
  });
}

export function detailsModal(card: IncidentCard, drawing: Drawing): ModalView {
  const { id } = card.incident;
  const { blocks, shown } = detailBlocks(card, drawing);
  const rest = card.all - shown;
  // A modal has no file beside it.
  const more = rest > 0 ? [context(`… and ${rest} more: \`/fettle alert ${id}\` brings all of them`)] : [];
  return modal({ title: `Incident ${id}`, blocks: [...blocks, ...more] });
}

export function listModal(list: IncidentList, drawing: Drawing): ModalView {
  const { cards } = list;
  const { blocks, shown } = fitting(cards, (card) => [incidentRow(card, drawing)], { blocks: 60 });
  const rest = cards.length - shown;
  const notes = [...(rest > 0 ? [`… and ${rest} more: \`/fettle alerts\``] : []), ...unseen(list)];
  const none = cards.length === 0 ? [section("Nothing is open.")] : [];
  return modal({
    title: "Open incidents",
    callback: "incidents.list",
    blocks: [...none, ...blocks, ...(notes.length > 0 ? [context(...notes)] : [])],
  });
}

export function textInput(parts: {
  readonly block: string;
  readonly label: string;
  readonly hint: string;
  readonly initial?: string;
}): InputBlock {
  const { block, label, hint, initial } = parts;
  return {
    type: "input",
    block_id: block,
    label: plain(label, limits.input.label),
    hint: plain(hint, limits.input.label),
    element: {
      type: "plain_text_input",
      action_id: block,
      multiline: true,
      max_length: 1_000,
      ...(initial === undefined ? {} : { initial_value: cut(printableLines(initial), 1_000) }),
    },
  };
}
