import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { openStore, type Store } from "#core/store";
import { handClock } from "../../support/hand-clock.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

export const auditKey = Buffer.alloc(32, 7);

export interface OpenedFolder extends Disposable {
  readonly folder: string;
  /** `fettle.db` */
  readonly file: string;
  open(mode: "write" | "read"): Promise<Store>;
  /** Writes past the store, as somebody with an editor would. */
  tamper(sql: string): void;
}

/** A state folder on a real disk, for what only the SQLite store has. */
export function stateFolder(): OpenedFolder {
  const temporary = temporaryFolder();
  const folder = join(temporary.path, "state");
  const file = join(folder, "fettle.db");
  return {
    folder,
    file,
    open: (mode) => openStore({ folder, mode, auditKey, clock: handClock() }),
    tamper(sql) {
      using database = new DatabaseSync(file);
      database.exec("pragma foreign_keys = off");
      database.exec(sql);
    },
    [Symbol.dispose]: () => temporary[Symbol.dispose](),
  };
}
