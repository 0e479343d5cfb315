import { formatRefusal } from "#core/access";
import { Fault, isFault } from "#core/domain";
import { openKeys, restoreStore } from "#core/store";
import { resolve } from "node:path";
import { readOptions } from "../options.ts";
import { accessOf } from "../parts.ts";
import { localActor, refuseStranger } from "../state-folder.ts";
import { underLock } from "./under-lock.ts";
import { configHelp, configOption, configPath, exit, firstWord, type Verb } from "./verb.ts";

export const restore: Verb = {
  name: "restore",
  summary: "put a backup in place of the store; Fettle must not be running",
  usage: "FILE [--config FILE]",
  options: configOption,
  optionHelp: configHelp,
  run: async (given, terminal) => {
    const file = firstWord(given, "restore");
    if (file === undefined) {
      throw new Fault("invalid", "expected the backup, such as: fettle restore fettle-monday.db");
    }
    const options = readOptions(configPath(given));
    const { state } = options;
    const actor = localActor();
    refuseStranger(state, actor.uid);
    const access = await accessOf(options);
    const request = { actor, action: "store.restore", resource: { type: "Store", id: "store" } } as const;
    const decision = access.decide(request);
    const guarded = async (): Promise<void> => {
      const { auditKey } = openKeys(state, "read");
      await underLock({ state, auditKey, access }, ({ guard }) => guard.inStore(request, async () => {}));
    };
    if (!decision.allowed) {
      await auditRefusal(guarded);
      throw new Fault("denied", formatRefusal(decision, actor));
    }
    // Without the keys that the backup was written with, it could be put in place but not opened.
    openKeys(state, "read");
    const { kept } = await restoreStore({ folder: state, from: resolve(file), pid: process.pid });
    // The chain that was put in place must tell of it; the one that was set aside ends where it was.
    await guarded();
    terminal.out(
      `${file} is in place${kept === undefined ? "" : `; the store before it is kept as ${kept}`}\n`,
    );
    return exit.fine;
  },
};

/** A store that is damaged or gone, which is why one restores, cannot take the entry: the refusal stands. */
async function auditRefusal(guarded: () => Promise<void>): Promise<void> {
  try {
    await guarded();
  } catch (thrown) {
    if (!isFault(thrown) || thrown.kind === "conflict") throw thrown;
  }
}
