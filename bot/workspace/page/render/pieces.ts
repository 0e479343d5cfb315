import { z } from "zod";
import type { InputPiece, Piece } from "../model.ts";
import { toControl } from "./controls.ts";
import { escapeHtml } from "./escape.ts";
import { passiveHtml } from "./passive.ts";
import { plainText, textHtml, textObject } from "./text-object.ts";
import type { Stage } from "./stage.ts";

/**
 * Blocks as pieces to draw. Nothing throws: a block that is unknown or has another shape leaves a
 * placeholder that says which, because a message with a silent gap is worse than one with a visible fault.
 */
export function toPieces(blocks: readonly unknown[], stage: Stage): Piece[] {
  return blocks.map((block) => {
    try {
      return toPiece(block, stage);
    } catch (error) {
      const why = error instanceof z.ZodError ? "has another shape than Slack documents" : "cannot be drawn";
      return placeholder(typeOf(block), why);
    }
  });
}

const blockId = z.string().default("");
const actions = z.object({ block_id: blockId, elements: z.array(z.unknown()) });

function toPiece(block: unknown, stage: Stage): Piece {
  const type = typeOf(block);
  switch (type) {
    case "section":
      return sectionPiece(block, stage);
    case "input":
      return inputPiece(block, stage);
    case "actions": {
      const given = actions.parse(block);
      const controls = given.elements.map((element) => toControl(element, given.block_id, stage.cast));
      return { kind: "actions", block: given.block_id, controls };
    }
    case "container":
    case "card":
    case "carousel":
      return groupPiece(type, block, stage);
    default: {
      const html = passiveHtml(type, block, stage);
      return html === undefined ? placeholder(type, "is not drawn here") : { kind: "html", html };
    }
  }
}

const section = z.object({
  block_id: blockId,
  text: textObject.nullish(),
  fields: z.array(textObject).nullish(),
  accessory: z.looseObject({ type: z.string() }).nullish(),
});

function sectionPiece(block: unknown, stage: Stage): Piece {
  const { words } = stage.cast;
  const given = section.parse(block);
  const text = given.text ? `<div class="section-text">${textHtml(given.text, words)}</div>` : "";
  const fields = (given.fields ?? []).map((field) => `<div class="fact">${textHtml(field, words)}</div>`);
  const grid = fields.length > 0 ? `<div class="fields">${fields.join("")}</div>` : "";
  const { accessory } = given;
  const image = accessory?.type === "image" ? passiveHtml("image-element", accessory, stage) : undefined;
  const control = accessory && image === undefined ? toControl(accessory, given.block_id, stage.cast) : null;
  const html = `<div class="section-body">${text}${grid}</div>${image ?? ""}`;
  return { kind: "section", block: given.block_id, html, accessory: control };
}

const input = z.object({
  block_id: blockId,
  label: textObject,
  hint: textObject.nullish(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
  element: z.unknown(),
});

function inputPiece(block: unknown, { cast }: Stage): InputPiece {
  const given = input.parse(block);
  return {
    kind: "input",
    block: given.block_id,
    label: plainText(given.label, cast.words),
    hint: given.hint ? plainText(given.hint, cast.words) : "",
    optional: given.optional,
    dispatch: given.dispatch_action,
    control: toControl(given.element, given.block_id, cast),
  };
}

const list = z.array(z.unknown()).nullish();
const group = z.object({
  block_id: blockId,
  title: textObject.nullish(),
  subtitle: textObject.nullish(),
  body: textObject.nullish(),
  child_blocks: list,
  elements: list,
  actions: list,
});

/** Blocks that hold others; a card's parts are drawn as the blocks that they look like. */
function groupPiece(look: "container" | "card" | "carousel", block: unknown, stage: Stage): Piece {
  const given = group.parse(block);
  const texts = [given.subtitle, given.body].filter((text) => text !== null && text !== undefined);
  const children = [
    ...texts.map((text) => ({ type: "section", text })),
    ...(given.child_blocks ?? []),
    ...(look === "carousel" ? (given.elements ?? []) : []),
    ...(given.actions ? [{ type: "actions", block_id: given.block_id, elements: given.actions }] : []),
  ];
  const title = given.title ? plainText(given.title, stage.cast.words) : "";
  return { kind: "group", look, title, pieces: toPieces(children, stage) };
}

function placeholder(type: string, why: string): Piece {
  const text = `The block “${type}” ${why}.`;
  return { kind: "html", html: `<div class="placeholder" role="note">${escapeHtml(text)}</div>` };
}

function typeOf(block: unknown): string {
  return z.object({ type: z.string().max(80) }).safeParse(block).data?.type ?? "without a type";
}
