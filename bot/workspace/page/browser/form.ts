import type { InputValues } from "../../contract.ts";
import type { Control, InputPiece, Piece, Place } from "../model.ts";

/** What a control holds. Empty is "" or []. */
export type FormValue = string | readonly string[];

/** A key for all that stands in one message or view. */
export function placeKey(place: Place): string {
  return "view" in place ? place.view : `${place.channel}/${place.message}`;
}

/** The same block and action keep what was typed when the app replaces the view, as in Slack. */
export function formKey(place: Place, { block, action }: Control): string {
  return `${placeKey(place)}|${block}|${action}`;
}

export function initialValue(control: Control): FormValue {
  switch (control.kind) {
    case "select":
    case "choice":
      return control.multiple ? control.initial : (control.initial[0] ?? "");
    case "moment":
    case "text":
      return control.initial;
    case "button":
    case "overflow":
    case "unsupported":
      return "";
  }
}

export type ReadForm = (control: Control) => FormValue;

/** The values of a view, by block and action. */
export function inputValues(pieces: readonly Piece[], read: ReadForm): InputValues {
  const values: Record<string, Record<string, string | readonly string[] | null>> = {};
  for (const control of controlsOf(pieces)) {
    if (control.kind === "button" || control.kind === "overflow" || control.kind === "unsupported") continue;
    const value = read(control);
    values[control.block] = { ...values[control.block], [control.action]: value.length === 0 ? null : value };
  }
  return values;
}

/** What Slack would refuse before it asks the app, by block id. */
export function inputProblems(pieces: readonly Piece[], read: ReadForm): Record<string, string> {
  const problems = inputsOf(pieces).flatMap((piece) => {
    const problem = problemOf(piece, read(piece.control));
    return problem === undefined ? [] : [[piece.block, problem] as const];
  });
  return Object.fromEntries(problems);
}

function problemOf({ optional, control }: InputPiece, value: FormValue): string | undefined {
  if (control.kind === "unsupported") return undefined;
  if (value.length === 0) return optional ? undefined : "Please complete this required field.";
  if (control.kind !== "text" || typeof value !== "string") return undefined;
  if (value.length < control.minLength) return `Please enter at least ${control.minLength} characters.`;
  if (value.length > control.maxLength) return `Please enter at most ${control.maxLength} characters.`;
  if (control.input === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return "Please enter a valid email address.";
  if (control.input === "url" && URL.parse(value) === null) return "Please enter a valid URL.";
  if (control.input === "number" && !/^-?\d+(?:\.\d+)?$/.test(value)) return "Please enter a number.";
  return undefined;
}

function inputsOf(pieces: readonly Piece[]): InputPiece[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === "group") return inputsOf(piece.pieces);
    return piece.kind === "input" ? [piece] : [];
  });
}

function controlsOf(pieces: readonly Piece[]): Control[] {
  return pieces.flatMap((piece) => {
    switch (piece.kind) {
      case "html":
        return [];
      case "section":
        return piece.accessory === null ? [] : [piece.accessory];
      case "actions":
        return piece.controls;
      case "input":
        return [piece.control];
      case "group":
        return controlsOf(piece.pieces);
    }
  });
}
