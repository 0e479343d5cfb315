import { escape, say, watchNext } from "../bot/blocks/index.ts";
import type { Edge, Listening } from "./edge.ts";
import { buttonValue } from "./values.ts";

/** The buttons of Home that break something on purpose. */
export function registerDrill(slack: Listening, edge: Edge): void {
  slack.action(/^drill\.start\.\d{1,2}$/, ({ ack, body, action }) =>
    edge.handle(body, ack, async ({ person, gesture }) => {
      const name = buttonValue(action);
      const said = await edge.drills.start(person, name);
      await edge.reply(gesture, say(`*${escape(name)}*: ${escape(said)}. ${watchNext}`));
    }),
  );
}
