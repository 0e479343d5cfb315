import { type CloudEvent, type Fault, isFault } from "#core/domain";
import type { Repositories, Store, StoredEvent } from "#core/store";
import type { Consumer } from "./consumer.ts";

/** In one transaction, for which everybody else who writes waits. */
const batch = 100;

/** Told of an event that is passed over, by its type and id where they can be read. */
export type Park = (event: Partial<CloudEvent> & { readonly seq: number }, thrown: unknown) => void;

/** One consumer, and what its delivery needs. */
export interface Delivering {
  readonly store: Store;
  readonly consumer: Consumer;
  readonly park: Park;
  readonly signal: AbortSignal;
}

/** Delivers the next events to one consumer; true when there may be more at once. */
export async function deliverBatch(delivering: Delivering): Promise<boolean> {
  const { store, consumer, signal } = delivering;
  const { offset, events } = await store.read(async (r) => {
    const known = await r.events.offset(consumer.name);
    const start = known ?? (consumer.from === "start" ? 0 : await r.events.lastSeq());
    return { offset: { known, start }, events: await readEvents(r, start) };
  });
  let at = offset.known;
  if (at === undefined && consumer.from === "end") {
    if (!(await store.write((r) => r.events.advance(consumer.name, undefined, offset.start)))) return true;
    at = offset.start;
  }
  if ((await deliverTogether(delivering, events, at)) === "not possible")
    await deliverEach(delivering, events, at);
  // Fewer may be because of a damaged one: the next look tells.
  return events.length > 0 && !signal.aborted;
}

/** One event a transaction, until somebody else has moved this consumer meanwhile. */
async function deliverEach(
  delivering: Delivering,
  events: readonly Readable[],
  from: number | undefined,
): Promise<void> {
  const { store, consumer, signal, park } = delivering;
  let at = from;
  let passed = from;
  for (const { seq, event, damage } of events) {
    if (signal.aborted) break;
    const to = { from: at, to: seq };
    if (damage !== undefined) {
      if (!(await store.write((r) => r.events.advance(consumer.name, to.from, seq)))) return;
      park({ seq }, damage);
      at = seq;
    } else if (isWanted(event, consumer)) {
      if (!(await deliver(delivering, { event, ...to }))) return;
      at = seq;
    }
    passed = seq;
  }
  const end = passed;
  if (end !== undefined && end !== at) await store.write((r) => r.events.advance(consumer.name, at, end));
}

function isWanted({ type }: CloudEvent, { types }: Consumer): boolean {
  return types.some((start) => type.startsWith(start));
}

/**
 * All events of a batch in one transaction, which is one wait for the disk instead of hundreds. `not possible`, and
 * nothing is done, when one of them will never be taken or cannot be read: each is delivered by itself then, so that
 * the others have their effect. Nothing is done either when somebody else has moved this consumer meanwhile.
 */
async function deliverTogether(
  { store, consumer, signal }: Delivering,
  events: readonly Readable[],
  from: number | undefined,
): Promise<"done" | "not possible"> {
  const whole = events.filter(({ damage }) => damage === undefined);
  if (whole.length < Math.max(2, events.length)) return "not possible";
  let refused: unknown;
  try {
    await store.write(async (r) => {
      let passed = from;
      for (const { seq, event } of events) {
        if (signal.aborted) break;
        try {
          if (event !== undefined && isWanted(event, consumer)) await consumer.handle(event, r);
        } catch (thrown) {
          refused = thrown;
          throw thrown;
        }
        passed = seq;
      }
      if (passed === undefined || passed === from) return;
      // Undoes all of it: somebody else has had these effects.
      if (!(await r.events.advance(consumer.name, from, passed))) throw moved;
    });
    consumer.committed?.();
    return "done";
  } catch (thrown) {
    if (thrown === moved) return "done";
    const passes = isFault(thrown, "unavailable") || isFault(thrown, "timeout");
    if (thrown !== refused || !isFault(thrown) || passes) throw thrown;
    return "not possible";
  }
}

/** Thrown to undo a transaction when another process has moved this consumer on meanwhile. */
const moved = new Error("the consumer was moved by another process");

/** An event, or what makes its row unreadable. */
type Readable =
  | (StoredEvent & { readonly damage?: undefined })
  | { readonly seq: number; readonly event?: undefined; readonly damage: Fault };

/** The next events. Where a row among them is damaged, they come one by one, and that one as its fault. */
async function readEvents({ events }: Repositories, start: number): Promise<Readable[]> {
  try {
    return await events.after(start, batch);
  } catch (thrown) {
    if (!isFault(thrown, "invalid")) throw thrown;
  }
  try {
    return await events.after(start, 1);
  } catch (thrown) {
    const seq = await events.firstSeqAfter(start);
    if (!isFault(thrown, "invalid") || seq === undefined) throw thrown;
    return [{ seq, damage: thrown }];
  }
}

interface Delivery {
  readonly event: CloudEvent;
  readonly from: number | undefined;
  readonly to: number;
}

/** False when somebody else moved this consumer meanwhile, and nothing was done. */
async function deliver({ store, consumer, park }: Delivering, delivery: Delivery): Promise<boolean> {
  const { event, from, to } = delivery;
  let refused: unknown;
  try {
    const done = await store.write(async (r) => {
      if (!(await r.events.advance(consumer.name, from, to))) return false;
      try {
        await consumer.handle(event, r);
      } catch (thrown) {
        refused = thrown;
        throw thrown;
      }
      return true;
    });
    if (done) consumer.committed?.();
    return done;
  } catch (thrown) {
    if (thrown !== refused || !isFault(thrown) || ["unavailable", "timeout"].includes(thrown.kind))
      throw thrown;
    const passed = await store.write((r) => r.events.advance(consumer.name, from, to));
    if (passed) park({ ...event, seq: to }, thrown);
    return passed;
  }
}
