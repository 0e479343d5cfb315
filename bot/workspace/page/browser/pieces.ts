import type { InputPiece, Piece, Place } from "../model.ts";
import { drawControl } from "./control.ts";
import type { Desk } from "./desk.ts";
import { formKey, placeKey } from "./form.ts";
import { icon } from "./icons.ts";
import { h, type VNode } from "./vnode.ts";

/** Blocks of a message or view, top to bottom. */
export function drawPieces(desk: Desk, pieces: readonly Piece[], place: Place): VNode[] {
  return pieces.map((piece) => drawPiece(desk, piece, place));
}

function drawPiece(desk: Desk, piece: Piece, place: Place): VNode {
  switch (piece.kind) {
    case "html":
      return h("div", { class: "block", html: piece.html });
    case "section":
      return h(
        "div",
        { class: "block block-section", at: { "data-block-id": piece.block } },
        h("div", { class: "section-html", html: piece.html }),
        piece.accessory === null
          ? null
          : h("div", { class: "accessory" }, drawControl(desk, piece.accessory, { place, dispatch: true })),
      );
    case "actions":
      return h(
        "div",
        { class: "block block-actions", at: { "data-block-id": piece.block } },
        piece.controls.map((control) => drawControl(desk, control, { place, dispatch: true })),
      );
    case "input":
      return inputPiece(desk, piece, place);
    case "group":
      return h(
        "div",
        {
          class: `block block-group block-${piece.look}`,
          at: { role: "group", "aria-label": piece.title || null },
        },
        piece.title === "" ? null : h("div", { class: "group-title", at: { dir: "auto" } }, piece.title),
        h("div", { class: "group-pieces" }, drawPieces(desk, piece.pieces, place)),
      );
  }
}

function inputPiece(desk: Desk, piece: InputPiece, place: Place): VNode {
  const { control, label, hint, optional, block } = piece;
  // Names in attributes are parted by spaces, so an id may have none.
  const id = `input-${encodeURIComponent(formKey(place, control))}`;
  const problem = desk.problems.get(placeKey(place))?.[block];
  return h(
    "div",
    {
      key: `input ${block}`,
      class: `block block-input${problem === undefined ? "" : " has-problem"}`,
      at: { "data-block-id": block },
    },
    h(
      "label",
      { class: "input-label", at: { for: id, id: `${id}-label`, dir: "auto" } },
      label,
      optional ? h("span", { class: "input-optional" }, " (optional)") : null,
    ),
    drawControl(desk, control, {
      place,
      dispatch: piece.dispatch,
      field: { id, required: !optional, problem: problem === undefined ? null : `${id}-problem` },
    }),
    problem === undefined
      ? null
      : h(
          "p",
          { class: "input-problem", at: { id: `${id}-problem`, role: "alert" } },
          icon("warning", 14),
          problem,
        ),
    hint === "" ? null : h("p", { class: "input-hint", at: { dir: "auto" } }, hint),
  );
}

/** What went wrong with a click in this place, until the next one. */
export function failureLine(desk: Desk, place: Place): VNode | null {
  const told = desk.failures.get(placeKey(place));
  if (told === undefined) return null;
  return h(
    "p",
    { key: "failure", class: "failure", at: { role: "alert", dir: "auto" } },
    icon("warning", 14),
    told,
  );
}
