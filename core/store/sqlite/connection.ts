import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import { sqliteAdapter } from "./adapter.ts";
import { storeFault } from "./fault.ts";
import type { Tables } from "./tables.ts";

/** One connection; it serves one transaction at a time. */
export interface Connection extends Disposable {
  readonly db: Kysely<Tables>;
  /** Starts a transaction: for writing with the write lock held, for reading with its snapshot taken. */
  begin(kind: "write" | "read"): void;
  commit(): void;
  /** Undoes what is open; nothing to do when SQLite has undone it already. */
  rollback(): void;
  /** Runs SQL that is no query of a repository: pragmas and schema. */
  exec(sql: string): void;
  /** First column of the first row. */
  value(sql: string): unknown;
}

/** How long SQLite waits for a lock of another process. It blocks this process, so it is short. */
const busyMs = 2000;

/**
 * Opens an existing database file. Full sync: a commit has reached the disk when it returns.
 * `defensive` keeps SQL from writing the file's inner structures.
 */
export function connect(file: string, mode: "write" | "read"): Connection {
  return guarded(file, () => {
    const database = new DatabaseSync(file, {
      readOnly: mode === "read",
      timeout: busyMs,
      enableForeignKeyConstraints: true,
      defensive: true,
    });
    try {
      database.exec("pragma synchronous = full");
      // A long read lets the write-ahead log grow; this gives the space back once it is over.
      database.exec(`pragma journal_size_limit = ${64 * 1024 * 1024}`);
      return wrap(database, file);
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  });
}

function wrap(database: DatabaseSync, file: string): Connection {
  const exec = (sql: string): void => guarded(file, () => database.exec(sql));
  return {
    db: new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqliteAdapter(database, file) }) }),
    begin(kind) {
      if (kind === "write") {
        exec("begin immediate");
        return;
      }
      exec("begin");
      // A snapshot is taken by the first read, not by `begin`.
      exec("select 1 from sqlite_schema limit 1");
    },
    commit() {
      if (!database.isTransaction) throw new Error("SQLite ended this transaction; nothing of it was kept");
      exec("commit");
    },
    rollback() {
      if (database.isTransaction) exec("rollback");
    },
    exec,
    value: (sql) =>
      guarded(file, () => {
        const row = database.prepare(sql).get();
        return row === undefined ? undefined : Object.values(row)[0];
      }),
    [Symbol.dispose]: () => {
      database.close();
    },
  };
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw storeFault(thrown, file);
  }
}
