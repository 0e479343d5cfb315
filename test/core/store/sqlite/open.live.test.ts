import { renameSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { openStore } from "#core/store";
import { handClock } from "../../../support/hand-clock.ts";
import { storeContract } from "../contract.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const auditKey = Buffer.alloc(32, 7);

storeContract("SQLite store", async () => {
  const stack = new AsyncDisposableStack();
  const { path } = stack.use(temporaryFolder());
  const clock = handClock(5000);
  const folder = join(path, "state");
  const store = stack.use(await openStore({ folder, mode: "write", auditKey, clock }));
  return {
    store,
    clock,
    reader: async () => stack.use(await openStore({ folder, mode: "read", auditKey, clock })),
    freePath: join(path, "backup.db"),
    openBackup: async (backup) => {
      const other = join(dirname(backup), "other");
      mkdirSync(other);
      renameSync(backup, join(other, "fettle.db"));
      return stack.use(await openStore({ folder: other, mode: "read", auditKey, clock }));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
});
