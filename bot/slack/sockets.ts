import { Fault, isFault, messageOf } from "#core/domain";
import type { Clock, Log, Metrics } from "#core/runtime";
import { type Connection, openConnection } from "./connection.ts";
import { isTokenFault } from "./fault.ts";
import type { Intake } from "./intake.ts";

export interface SocketsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly intake: Intake;
  /** Asks for the address of one connection. */
  readonly ticket: () => Promise<string>;
}

export interface Sockets extends AsyncDisposable {
  /** Connections over which Slack delivers. */
  readonly connected: number;
}

/** Two, so that one is there while Slack refreshes the other. */
const slots = 2;
/** How long `openSockets` waits for the first hello; then it goes on trying in the background. */
const startMs = 15_000;
const retryFromMs = 500;
const retryToMs = 30_000;
/**
 * Slack closes a connection that it wants replaced by itself, some seconds later; until then it may bring something
 * that can only be answered there. One that Slack forgets is closed after this long.
 */
const leavingMs = 120_000;
const drainMs = 10_000;

/**
 * Socket Mode: keeps two connections, brings a new one up before an old one goes, and answers each envelope on
 * the connection that brought it. Slack sends an envelope to one of them only.
 *
 * Resolves with the first hello, or after 15 s without one: Slack being away must not keep Fettle from watching.
 * @throws Fault `denied` for a token that Slack does not take. Disposal takes nothing more, lets what runs end for
 * up to 10 s, then closes.
 */
export async function openSockets(options: SocketsOptions): Promise<Sockets> {
  const { clock, intake } = options;
  const stop = new AbortController();
  const first = Promise.withResolvers<void>();
  const keeper = openKeeper(options, { signal: stop.signal, first });
  const keeping = Promise.all(Array.from({ length: slots }, (_, slot) => keeper.keep(slot)));
  const sockets: Sockets = {
    get connected() {
      return keeper.connected;
    },
    [Symbol.asyncDispose]: async () => {
      await intake.drain(drainMs);
      stop.abort();
      await keeper.closeAll();
      await keeping;
    },
  };
  try {
    await Promise.race([first.promise, clock.sleep(startMs, stop.signal)]);
    return sockets;
  } catch (thrown) {
    await sockets[Symbol.asyncDispose]();
    throw new Fault("denied", `Slack does not take the app's token: ${messageOf(thrown)}`, { cause: thrown });
  }
}

interface Keeping {
  readonly signal: AbortSignal;
  /** Settled by the first hello, or by a token that Slack does not take. */
  readonly first: PromiseWithResolvers<void>;
}

function openKeeper(options: SocketsOptions, { signal, first }: Keeping) {
  const { clock, log, metrics } = options;
  const gauge = metrics.gauge("fettle_slack_sockets", "Connections over which Slack delivers");
  const connects = metrics.counter("fettle_slack_connects_total", "Attempts to connect to Slack", [
    "outcome",
  ]);
  for (const outcome of ["ok", "failed"]) connects.inc({ outcome }, 0);
  const ready = new Set<Connection>();
  const leaving = new Set<Connection>();
  gauge.set(0);

  async function keep(slot: number): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      try {
        await hold(slot);
        failures = 0;
      } catch (thrown) {
        if (!isFault(thrown)) throw thrown;
        connects.inc({ outcome: "failed" });
        if (isTokenFault(thrown)) first.reject(thrown);
        if (failures === 0) log.warn("no connection to Slack; it is tried again", { slot, thrown });
        failures += 1;
        // Apart from each other, so that two never come at the same moment.
        const waitMs = Math.min(retryToMs, retryFromMs * 2 ** (failures - 1)) * (1 + slot / 4);
        await clock.sleep(waitMs, signal);
      }
    }
  }

  /** Resolves when another one is to take its place; the old one may still answer for a while. */
  async function hold(slot: number): Promise<void> {
    const connection = await openConnection(options);
    if (signal.aborted) {
      connection.close();
      return;
    }
    connects.inc({ outcome: "ok" });
    ready.add(connection);
    gauge.set(ready.size);
    first.resolve();
    const why = await Promise.race([connection.over, aborted(signal)]);
    ready.delete(connection);
    gauge.set(ready.size);
    if (signal.aborted) return;
    log.info("a connection to Slack is replaced", { slot, why });
    void leave(connection);
  }

  async function leave(connection: Connection): Promise<void> {
    leaving.add(connection);
    await Promise.race([connection.closed, clock.sleep(leavingMs, signal)]);
    connection.close();
    await connection.closed;
    leaving.delete(connection);
  }

  return {
    keep,
    get connected() {
      return ready.size;
    },
    closeAll: async () => {
      const all = [...ready, ...leaving];
      for (const connection of all) connection.close();
      await Promise.all(all.map(({ closed }) => closed));
    },
  };
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve("stopping"), { once: true });
    if (signal.aborted) resolve("stopping");
  });
}
