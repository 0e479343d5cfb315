import type { Control, Place } from "../model.ts";
import type { Desk } from "./desk.ts";
import { formKey, initialValue, placeKey, type FormValue } from "./form.ts";

/**
 * A click on an element: asks first where the app wants it, waits until the app has acknowledged, and says
 * beside the element when it did not. A second click on one that waits does nothing.
 */
export async function click(desk: Desk, place: Place, control: Control, value?: FormValue): Promise<void> {
  const key = formKey(place, control);
  if (desk.busy.has(key)) return;
  if (control.confirm !== null && !(await desk.ask(control.confirm))) {
    desk.redraw();
    return;
  }
  desk.busy.add(key);
  desk.failures.delete(placeKey(place));
  desk.redraw();
  const { block, action } = control;
  const result = await desk.act({
    kind: "click",
    on: place,
    block,
    action,
    ...(value === undefined ? {} : { value }),
  });
  desk.busy.delete(key);
  if (!result.ok) tellFailure(desk, placeKey(place), result.told);
  desk.redraw();
}

/** Says in its place what went wrong. What Slack said of it at the edge is then told already. */
export function tellFailure(desk: Desk, place: string, told: string): void {
  desk.failures.set(place, told);
  const notice = desk.state?.notices.findLast(({ text }) => text === told);
  if (notice !== undefined) void desk.act({ kind: "dismiss", notice: notice.id });
}

/** What a control holds now. */
export function valueOf(desk: Desk, place: Place, control: Control): FormValue {
  return desk.forms.get(formKey(place, control)) ?? initialValue(control);
}

/** Takes note of a choice; what was wrong with it before may be right now. */
export function setValue(desk: Desk, place: Place, control: Control, value: FormValue): void {
  desk.forms.set(formKey(place, control), value);
  const problems = desk.problems.get(placeKey(place));
  if (problems?.[control.block] === undefined) return;
  const { [control.block]: _, ...others } = problems;
  desk.problems.set(placeKey(place), others);
  desk.redraw();
}

export interface Chosen {
  readonly value: FormValue;
  /** Whether the app is told at once. */
  readonly dispatch: boolean;
}

/** A choice is kept, and told where the app wants to hear of it; one that is taken back is as it was. */
export async function choose(desk: Desk, place: Place, control: Control, chosen: Chosen): Promise<void> {
  const before = valueOf(desk, place, control);
  setValue(desk, place, control, chosen.value);
  desk.redraw();
  if (!chosen.dispatch) return;
  if (control.confirm !== null && !(await desk.ask(control.confirm))) {
    setValue(desk, place, control, before);
    desk.redraw();
    return;
  }
  await click(desk, place, { ...control, confirm: null }, chosen.value);
}
