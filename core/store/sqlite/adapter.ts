import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";
import { Fault } from "#core/domain";
import { storeFault } from "./fault.ts";

/** Statements kept prepared, a connection. The store has about forty; more are prepared anew. */
const maxPrepared = 256;

/**
 * What Kysely's SqliteDialect asks of a driver, on node:sqlite. It refuses every statement outside a
 * transaction: SQLite ends one by itself when the disk is full, and what follows must not be kept alone.
 */
export function sqliteAdapter(database: DatabaseSync, file: string): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      if (!database.isTransaction) {
        throw new Error("a repository was used after its transaction had ended");
      }
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = faulty(file, () => adapt(database.prepare(sql), file));
      if (prepared.size < maxPrepared) prepared.set(sql, statement);
      return statement;
    },
  };
}

function adapt(statement: StatementSync, file: string): SqliteStatement {
  return {
    // `insert … returning` has columns too, and only `all` hands them out.
    reader: statement.columns().length > 0,
    all: (parameters) => faulty(file, () => statement.all(...parameters.map(bindable))),
    run: (parameters) => faulty(file, () => statement.run(...parameters.map(bindable))),
    iterate: () => {
      throw new Error("the store reads in pages: an open cursor would outlive its transaction");
    },
  };
}

function faulty<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw storeFault(thrown, file);
  }
}

/** Only what comes back as it went in: SQLite would round a number, and replace half a surrogate pair. */
function bindable(value: unknown): SQLInputValue {
  if (value === null) return value;
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return value;
    throw new Fault("invalid", `a number in the store must be whole, not ${value}`);
  }
  if (typeof value === "string") {
    if (value.isWellFormed() && !value.includes("\0")) return value;
    throw new Fault("invalid", "a name in the store must be well-formed Unicode without NUL");
  }
  throw new TypeError(`the store cannot hold a ${typeof value}`);
}
