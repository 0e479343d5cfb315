import type { Alert, CloudEvent, Incident } from "#core/domain";
import type { AuditRepository } from "./audit.ts";
import type { PostRepository } from "./posts.ts";
import type { PauseRepository, PlanRepository, RunRepository } from "./repairs.ts";

/**
 * What Fettle remembers. One writer at a time; any number of readers beside it.
 *
 * Guarantees of every implementation (held by test/core/store/contract.ts):
 * - `write` is all or nothing, and durable (fsync) when its promise resolves.
 * - Writes are serialised: inside one, what was read is still true when it commits.
 * - Events get their `seq` in order of commit: a reader who has seen `seq` has seen all before it.
 * - Times are whole milliseconds; documents come back as they went in, as JSON: at most 1 Mi characters
 *   each. Names (ids, sources, rules, holders) are well-formed Unicode without NUL; rule state keys, group
 *   keys and whatever stands inside a document may hold anything.
 * - Repositories end with their transaction: a later call throws a bug, and so does a `write` or `read`
 *   whose work ends before its calls do.
 * - A store is not used inside its own `write`: the inner one would wait for the outer. It ends as a Fault
 *   `timeout` after 10 s, which undoes both.
 * - A `limit` is at most 10,000 rows, else Fault `invalid`.
 *
 * Faults: `invalid` for a document that does not fit, and for a damaged row, named by table and id;
 * `unavailable` when the disk is full, read-only or broken (nothing of the write stays; the store works
 * again when the disk does), or when 10,000 transactions wait; `denied` for a write through a store that
 * was opened for reading; `missing` for no store at all. Using a closed store is a bug.
 */
export interface Store extends AsyncDisposable {
  write<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
  /** A consistent view: a write that commits meanwhile is not seen. A few go on at once, beside a write. */
  read<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
  /** Calls `listener` after each commit that appended events. */
  onAppend(listener: () => void): Disposable;
  /** Reads the whole file, some ms for each MB. @throws Fault `unavailable` when any of it is damaged. */
  check(): Promise<void>;
  /**
   * Writes a consistent copy of all but the keys to `path`, a new file of mode 0600, while others go on
   * working; durable, or not there at all. Keep the keys apart: the audit chain is verified with them.
   * @throws Fault `conflict` when there is something at `path`.
   */
  backup(path: string): Promise<void>;
}

export interface Repositories {
  readonly alerts: AlertRepository;
  readonly incidents: IncidentRepository;
  readonly events: EventRepository;
  readonly checkpoints: CheckpointRepository;
  readonly ruleStates: RuleStateRepository;
  readonly leases: LeaseRepository;
  readonly posts: PostRepository;
  readonly plans: PlanRepository;
  readonly runs: RunRepository;
  readonly pauses: PauseRepository;
  readonly audit: AuditRepository;
}

export interface AlertRepository {
  /** Inserts or replaces by id. A second firing alert of one fingerprint is a Fault `conflict`. */
  put(alert: Alert): Promise<void>;
  byId(id: string): Promise<Alert | undefined>;
  firing(fingerprint: string): Promise<Alert | undefined>;
  /** Ids of the rules that have a firing alert. */
  firingRules(): Promise<string[]>;
  countFiring(rule: string): Promise<number>;
  /** Firing alerts of one rule that were not seen since `seenBeforeMs`, the longest unseen first. */
  firingOf(rule: string, seenBeforeMs: number, limit: number): Promise<Alert[]>;
  /** All firing alerts, worst first, then newest. */
  listFiring(limit: number): Promise<Alert[]>;
}

export interface IncidentRepository {
  /** `inc-1`, `inc-2` …: short enough to type. Never given twice; one given in a write that is undone was not given. */
  nextId(): Promise<string>;
  /** Inserts or replaces by id. A second unresolved incident of one group is a Fault `conflict`. */
  put(incident: Incident): Promise<void>;
  byId(id: string): Promise<Incident | undefined>;
  /** The unresolved incident of a group. */
  openOfGroup(groupKey: string): Promise<Incident | undefined>;
  /** The newest incident of a group, resolved or not: the one that was made last, whatever the clock said. */
  latestOfGroup(groupKey: string): Promise<Incident | undefined>;
  /** An alert belongs to one incident: attaching it to another moves it. @throws Fault `missing` when either is not in the store. */
  attach(incidentId: string, alertId: string): Promise<void>;
  /** The incident that an alert belongs to. */
  ofAlert(alertId: string): Promise<Incident | undefined>;
  /** Of a storm also those of its children. Firing ones first, then worst first, then newest. */
  alertsOf(incidentId: string, limit: number): Promise<Alert[]>;
  countAlerts(incidentId: string): Promise<{ readonly firing: number; readonly all: number }>;
  /** Unresolved incidents that are no storm's children, worst first, then newest. */
  listOpen(limit: number): Promise<Incident[]>;
  /** Those that are not parts of a storm, were opened since and are not resolved, the oldest first. */
  openedSince(sinceMs: number, limit: number): Promise<Incident[]>;
  /** The incidents that a storm consists of: unresolved first, then worst, then newest. */
  childrenOf(parent: string, limit: number): Promise<Incident[]>;
  /** `newestMs`: when the last of them was opened; 0 where there is none. */
  countChildren(
    parent: string,
  ): Promise<{ readonly open: number; readonly all: number; readonly newestMs: number }>;
  /** Resolved incidents, the newest first. */
  listResolved(limit: number): Promise<Incident[]>;
  /** Incidents whose wait or acknowledgement ends by `nowMs`. */
  due(nowMs: number, limit: number): Promise<Incident[]>;
  /** Drops incidents that were resolved before, oldest first, with their alerts; at most `limit`, and how many went. */
  forget(resolvedBeforeMs: number, limit: number): Promise<number>;
}

export interface StoredEvent {
  readonly seq: number;
  readonly event: CloudEvent;
}

export interface EventRepository {
  /**
   * False when the event's (source, id) is known already: then nothing is written, and its effect is
   * there. A pruned event is not known any more.
   */
  append(event: CloudEvent): Promise<boolean>;
  after(seq: number, limit: number): Promise<StoredEvent[]>;
  /** Seq of the first event that is left after `seq`, also where its row is damaged; undefined when there is none. */
  firstSeqAfter(seq: number): Promise<number | undefined>;
  /** Seq of the last event that was appended, pruned or not; 0 when there was none. */
  lastSeq(): Promise<number>;
  /** The seq up to which a consumer has had its effects; undefined for one that is not known. */
  offset(consumer: string): Promise<number | undefined>;
  /**
   * Moves a consumer on, if it stands at `from` (undefined: not known yet); false, and nothing moves, when
   * it does not. @throws Fault `invalid` for a move back.
   */
  advance(consumer: string, from: number | undefined, to: number): Promise<boolean>;
  /**
   * Drops events that were appended before `beforeMs` and that each of `consumers` has passed; at most
   * `limit`, and how many went. Who is not named holds nothing up: a consumer that was taken out of the
   * configuration must not keep the table growing.
   */
  prune(old: { beforeMs: number; consumers: readonly string[]; limit: number }): Promise<number>;
}

/** How far a source has been read. `stream` is one file generation of a source; `position` is the source's own document. */
export interface Checkpoint {
  readonly source: string;
  readonly stream: string;
  readonly position: unknown;
  readonly atMs: number;
}

export interface CheckpointRepository {
  list(source: string): Promise<Checkpoint[]>;
  put(checkpoint: Checkpoint): Promise<void>;
  remove(source: string, stream: string): Promise<void>;
}

/** What a rule remembers for one key: `state` is the rule type's own document. */
export interface RuleState {
  readonly rule: string;
  readonly hash: string;
  readonly key: string;
  readonly state: unknown;
}

export interface RuleStateRepository {
  list(rule: string, hash: string): Promise<RuleState[]>;
  put(states: readonly RuleState[]): Promise<void>;
  remove(rule: string, hash: string, keys: readonly string[]): Promise<void>;
  /** Forgets all state but that of the rules named by (rule, hash). */
  keepOnly(rules: readonly { readonly rule: string; readonly hash: string }[]): Promise<void>;
}

/**
 * The right to act on something until `expiresMs`. `fence` grows with each new holder, and also when the
 * old holder comes back after its time: whoever was late once stays late.
 */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  readonly fence: number;
  readonly expiresMs: number;
}

export interface LeaseRepository {
  /** The lease when it was free, expired or still the holder's own (then with its old fence); undefined when somebody else holds it. */
  acquire(wish: { name: string; holder: string; nowMs: number; lastsMs: number }): Promise<Lease | undefined>;
  /**
   * @throws Fault `conflict` when the lease of this fence has expired, was given back or is somebody else's
   * by now, so that the write it stands in is undone.
   */
  assertFence(name: string, fence: number, nowMs: number): Promise<void>;
  /** Gives it back; a lease that is no longer this holder's stays as it is. */
  release(name: string, holder: string, fence: number): Promise<void>;
}
