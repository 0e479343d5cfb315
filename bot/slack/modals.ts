import type { ModalView } from "@slack/types";
import { Fault } from "#core/domain";
import type { Clock } from "#core/runtime";
import type { Gesture } from "../../handlers/index.ts";
import { loadingModal } from "../blocks/index.ts";
import type { SlackApi } from "./api.ts";
import { showView } from "./show-view.ts";

export interface Modals {
  /** Opens what `draw` makes, over the modal that the gesture was made in if there is one. */
  open(gesture: Gesture, title: string, draw: () => Promise<ModalView>): Promise<void>;
  update(gesture: Gesture, view: ModalView): Promise<void>;
}

/** A trigger lives three seconds: what takes longer than this is drawn into a modal that is open already. */
const patienceMs = 700;

export function openModals(api: SlackApi, clock: Clock): Modals {
  async function show({ trigger, view: over }: Gesture, view: ModalView): Promise<string | undefined> {
    if (trigger === undefined)
      throw new Fault("invalid", "nothing can be opened from here; try /fettle help");
    return showView(api, { trigger, over }, view);
  }

  return {
    open: async (gesture, title, draw) => {
      const drawing = draw();
      const waited = new AbortController();
      const first = await Promise.race([
        drawing,
        clock.sleep(patienceMs, waited.signal).then(() => undefined),
      ]);
      waited.abort();
      if (first !== undefined) {
        await show(gesture, first);
        return;
      }
      const id = await show(gesture, loadingModal(title));
      const view = await drawing;
      if (id !== undefined)
        await api.call("views.update", (client) => client.views.update({ view_id: id, view }));
    },
    update: async ({ view: shown }, view) => {
      if (shown === undefined) return;
      await api.call("views.update", (client) => client.views.update({ view_id: shown.id, view }));
    },
  };
}
