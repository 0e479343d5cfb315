import { accessSync, constants, existsSync } from "node:fs";
import { Fault } from "#core/domain";
import type { Clock } from "#core/runtime";
import { parseAuditHead } from "../audit-chain.ts";
import { asFault, createFile, makeFolder } from "../files.ts";
import type { Repositories, Store } from "../store.ts";
import { followHead, keepHead, type AuditHeadKeeper } from "./audit-head.ts";
import { backUp } from "./backup.ts";
import { connect, type Connection } from "./connection.ts";
import { expectCurrent, migrate } from "./migrate.ts";
import { databaseFile } from "./paths.ts";
import { openPool } from "./pool.ts";
import { expectSound, expectWhole } from "./sound.ts";
import { transact } from "./repositories.ts";

export interface StoreOptions {
  /** The state folder; made with mode 0700 when a store is opened for writing and there is none. */
  readonly folder: string;
  /** `write`: whoever opens it holds the writer lock (`lockState`). `read`: never changes or migrates anything. */
  readonly mode: "write" | "read";
  /** 32 bytes, from `openKeys`. */
  readonly auditKey: Buffer;
  readonly clock: Clock;
}

/** Reads that go on at once, each with a connection and a snapshot of its own. */
const readers = 4;

/**
 * Opens the store of a state folder: SQLite in `fettle.db`, mode 0600, write-ahead log, full sync.
 * Opened for writing it is made or brought up to date first.
 *
 * @throws Fault `missing` for no store to read; `conflict` for one of a newer Fettle, or, to read, of an
 * older one; `invalid` for a file that is no Fettle store; `unavailable` for a disk that does not serve.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { folder, mode, clock, auditKey } = options;
  const file = databaseFile(folder);
  if (auditKey.length !== 32) {
    throw new Fault("invalid", `the audit key must be 32 bytes long, not ${auditKey.length}`);
  }
  await using opened = new AsyncDisposableStack();
  const head = mode === "write" ? openForWriting(folder) : openForReading(folder);
  opened.defer(() => head.close());
  const around = { clock, auditKey, keptHead: () => head.kept };
  const writing = opened.use(openPool({ open: () => connect(file, "write"), most: 1, clock }));
  const reading = opened.use(openPool({ open: () => connect(file, "read"), most: readers, clock }));

  const listeners = new Set<() => void>();
  const parts = opened.move();

  return {
    async write(work) {
      if (mode === "read") throw new Fault("denied", "the store was opened for reading, not for writing");
      const done = await writing.lend((connection) => commit(connection, work));
      return done.result;
    },
    read: (work) =>
      reading.lend(async (connection) => (await transact(connection, "read", { around, work })).result),
    onAppend(listener) {
      const call = (): void => listener();
      listeners.add(call);
      return {
        [Symbol.dispose]: () => {
          listeners.delete(call);
        },
      };
    },
    check: async () => expectWhole(file),
    backup: (path) => backUp(file, path),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };

  async function commit<T>(connection: Connection, work: (repositories: Repositories) => Promise<T>) {
    const done = await transact(connection, "write", { around, work });
    if (done.auditHead !== undefined) head.keep(done.auditHead);
    // In microtasks: what a listener throws is its own bug, not a failure of this write.
    if (done.eventsAppended) for (const listener of listeners) queueMicrotask(listener);
    return done;
  }
}

function openForWriting(folder: string): AuditHeadKeeper {
  const file = databaseFile(folder);
  makeFolder(folder);
  createFile(file, "");
  // Tells a read-only disk from one that is not there, which SQLite does not.
  asFault(file, () => accessSync(file, constants.R_OK | constants.W_OK));
  using connection = connect(file, "write");
  expectSound(connection, file);
  migrate(connection, file);
  connection.exec("pragma journal_mode = wal");
  return keepHead(folder, (head) => {
    const { seq, mac } = parseAuditHead(head);
    return connection.value(`select mac from audit where seq = ${seq}`) === mac;
  });
}

function openForReading(folder: string): AuditHeadKeeper {
  const file = databaseFile(folder);
  if (!existsSync(file)) {
    throw new Fault("missing", `no store in ${folder}: start Fettle once, or name another state folder`);
  }
  using connection = connect(file, "read");
  expectCurrent(connection, file);
  return followHead(folder);
}
