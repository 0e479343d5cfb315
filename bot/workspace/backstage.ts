import type { Backstage } from "./contract.ts";
import { mimetypeOf } from "./model/files.ts";
import { act } from "./people/act.ts";
import { snapshotOf } from "./people/snapshot.ts";
import type { Stage } from "./people/stage.ts";

/** What the page sees and does. */
export function openBackstage(stage: Stage): Backstage {
  const { world, courier } = stage;
  return {
    snapshot: (user) => {
      const member = world.people.persona(user);
      return member === undefined ? undefined : snapshotOf(world, member, courier.connections);
    },
    act: async (user, what) => {
      const { ackMs, ...result } = await act(stage, user, what);
      world.log.debug("somebody acted", { user, kind: what.kind, ackMs });
      return result;
    },
    onChange: (listener) => world.changes.on(listener),
    file: (id) => {
      const file = world.files.get(id);
      if (file?.bytes === undefined) return undefined;
      return { mimetype: mimetypeOf(file.name), name: file.name, bytes: file.bytes };
    },
  };
}
