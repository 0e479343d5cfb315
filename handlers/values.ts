import { Fault } from "#core/domain";
import { z } from "zod";

/** What payloads say about the element that was used. All of it is outside data. */

const pressed = z.looseObject({ value: z.string().max(2_000) });
const chosen = z.looseObject({ selected_option: z.looseObject({ value: z.string().max(200) }) });
const noted = z.looseObject({
  state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) }),
  private_metadata: z.string().max(3_000),
});
const typed = z.looseObject({ value: z.string().max(3_000).nullish() });

/** The id on a button. @throws Fault `invalid` for a button that is none of ours. */
export function buttonValue(action: unknown): string {
  const read = pressed.safeParse(action);
  if (read.success) return read.data.value;
  throw new Fault("invalid", "this button names nothing; its message is of another version of Fettle");
}

/** What was chosen of an overflow menu: `details:inc-7` in two parts. @throws Fault `invalid`. */
export function choiceValue(action: unknown): readonly [what: string, id: string] {
  const read = chosen.safeParse(action);
  const [what, id, ...more] = read.success ? read.data.selected_option.value.split(":") : [];
  if (what !== undefined && id !== undefined && more.length === 0) return [what, id];
  throw new Fault("invalid", "this choice names nothing; its message is of another version of Fettle");
}

export interface Submission {
  readonly about: string;
  /** What a text input holds; empty where it holds nothing. */
  text(block: string): string;
  /** What a select holds. @throws Fault `invalid` where nothing is chosen. */
  choice(block: string): string;
}

/** @throws Fault `invalid` for a view that is none of ours. */
export function submissionOf(view: unknown): Submission {
  const read = noted.safeParse(view);
  if (!read.success) throw new Fault("invalid", "this form is of another version of Fettle");
  const { state, private_metadata: about } = read.data;
  return {
    about,
    text: (block) => {
      const field = typed.safeParse(state.values[block]?.[block]);
      return field.success ? (field.data.value ?? "").trim() : "";
    },
    choice: (block) => {
      const field = chosen.safeParse(state.values[block]?.[block]);
      if (field.success) return field.data.selected_option.value;
      throw new Fault("invalid", `expected a choice of ${block}`);
    },
  };
}
