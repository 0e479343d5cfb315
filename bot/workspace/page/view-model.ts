import { z } from "zod";
import type { ViewState } from "../contract.ts";
import type { ViewModel } from "./model.ts";
import type { Cast } from "./render/cast.ts";
import type { Renderer } from "./render/renderer.ts";
import { plainText, textObject } from "./render/text-object.ts";

const view = z.object({
  title: textObject.nullish().catch(null),
  submit: textObject.nullish().catch(null),
  close: textObject.nullish().catch(null),
  blocks: z.array(z.unknown()).catch([]),
});

/** A modal or the Home tab, as Slack would label it where the app does not. */
export function viewModel(state: ViewState, cast: Cast, renderer: Renderer): ViewModel {
  const given = view.parse(state.view);
  const pieces = renderer.pieces(given.blocks, cast);
  const submit = given.submit ? plainText(given.submit, cast.words) : "Submit";
  return {
    id: state.id,
    hash: state.hash,
    title: given.title ? plainText(given.title, cast.words) : "",
    submit: given.submit || pieces.some(({ kind }) => kind === "input") ? submit : null,
    close: given.close ? plainText(given.close, cast.words) : "Cancel",
    pieces,
    errors: state.errors,
  };
}
