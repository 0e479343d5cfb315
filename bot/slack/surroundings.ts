import type { Core } from "#core";
import { actorId } from "#core/domain";
import type { Store } from "#core/store";
import type { StatusFacts, Surroundings } from "../../commands/index.ts";
import { escape } from "../blocks/index.ts";
import type { Drawings } from "./drawings.ts";
import type { People } from "./people.ts";

export interface SurroundingsOptions {
  readonly core: Core;
  readonly store: Store;
  readonly people: People;
  readonly drawings: Drawings;
  readonly version: string;
  readonly troubles: () => readonly string[];
  /** Connections of Socket Mode; undefined over HTTP. */
  readonly connected: () => number | undefined;
}

const failedMost = 20;

/** What the verbs of `/fettle` stand on. */
export function surroundingsOf(options: SurroundingsOptions): Surroundings {
  const { core, people, drawings } = options;
  return {
    desk: core.desk,
    drills: core.drills,
    healer: core.healer,
    asks: core.asks,
    access: () => core.access(),
    drawing: (cards, also) => drawings.of(cards, also),
    status: () => statusOf(options),
    membersOf: async (group) => (await people.membersOf(group))?.map(escape),
    nameOf: ({ actor }) => people.nameOf(actorId(actor)),
  };
}

async function statusOf({ store, version, troubles, connected }: SurroundingsOptions): Promise<StatusFacts> {
  const { waiting, failed } = await store.read(async (r) => ({
    waiting: await r.posts.countWaiting(),
    failed: await r.posts.failed(failedMost),
  }));
  const sockets = connected();
  return {
    version,
    troubles: troubles(),
    sockets: sockets === undefined ? "over HTTP" : `${sockets} of 2 connections`,
    waiting,
    // What belongs into the thread of one of them is no news beside it.
    failed: failed
      .filter(({ thread }) => thread === null)
      .map(({ channel, subject, state }) => {
        const why = "reason" in state ? state.reason : state.kind;
        return `${subject} is not shown in ${channel}: ${why}`;
      }),
  };
}
