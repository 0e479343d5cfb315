import type { Place } from "../model.ts";

export interface ControlPlace {
  readonly place: Place;
  /** Whether a change is told to the app at once, or only with the whole view. */
  readonly dispatch: boolean;
  /** For inputs of views, which have a label and may be wrong. */
  readonly field?: Field;
}

export interface Field {
  readonly id: string;
  readonly required: boolean;
  /** Id of the words that say what is wrong. */
  readonly problem: string | null;
}

/** Names for tests, and for whoever reads the page by its structure. */
export function controlNames({ block, action }: { readonly block: string; readonly action: string }): {
  readonly "data-block-id": string;
  readonly "data-action-id": string;
} {
  return { "data-block-id": block, "data-action-id": action };
}

/** What a field says of itself to assistive technology. */
export function fieldNames(field: Field | undefined): Readonly<Record<string, string | boolean | null>> {
  if (field === undefined) return {};
  return {
    "aria-required": String(field.required),
    "aria-invalid": field.problem === null ? null : "true",
    "aria-describedby": field.problem,
  };
}
