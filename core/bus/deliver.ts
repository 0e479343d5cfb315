import { type CloudEvent, type Fault, isFault } from "#core/domain";
import type { Repositories, Store, StoredEvent } from "#core/store";
import type { Consumer } from "./bus.ts";

const batch = 200;

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
  let passed = at;
  for (const { seq, event, damage } of events) {
    if (signal.aborted) break;
    if (damage !== undefined) {
      const from = at;
      if (!(await store.write((r) => r.events.advance(consumer.name, from, seq)))) return true;
      delivering.park({ seq }, damage);
      at = seq;
    } else if (consumer.types.some((type) => event.type.startsWith(type))) {
      const moved = await deliver(delivering, { event, from: at, to: seq });
      if (!moved) return true;
      at = seq;
    }
    passed = seq;
  }
  if (passed !== undefined && passed !== at) {
    const to = passed;
    await store.write((r) => r.events.advance(consumer.name, at, to));
  }
  // Fewer may be because of a damaged one: the next look tells.
  return events.length > 0 && !signal.aborted;
}

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
    const moved = await store.write(async (r) => {
      if (!(await r.events.advance(consumer.name, from, to))) return false;
      try {
        await consumer.handle(event, r);
      } catch (thrown) {
        refused = thrown;
        throw thrown;
      }
      return true;
    });
    if (moved) consumer.committed?.();
    return moved;
  } catch (thrown) {
    if (thrown !== refused || !isFault(thrown) || ["unavailable", "timeout"].includes(thrown.kind))
      throw thrown;
    const moved = await store.write((r) => r.events.advance(consumer.name, from, to));
    if (moved) park({ ...event, seq: to }, thrown);
    return moved;
  }
}
