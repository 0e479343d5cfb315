/** What Fettle remembers; no SQL type passes this door. */
export type { AuditEntry, AuditHead, AuditRepository, AuditRow, AuditVerdict } from "./audit.ts";
export type {
  AlertRepository,
  Checkpoint,
  CheckpointRepository,
  EventRepository,
  IncidentRepository,
  Lease,
  LeaseRepository,
  Repositories,
  RuleState,
  RuleStateRepository,
  Store,
  StoredEvent,
} from "./store.ts";
export type { Post, PostRepository, PostState } from "./posts.ts";
export type { PauseRepository, PlanRepository, RunCounts, RunRepository } from "./repairs.ts";
export { openStore, type StoreOptions } from "./sqlite/open.ts";
export { openKeys, type Keys } from "./keys.ts";
export { lockState } from "./lock.ts";
export { restoreStore, type RestoreOptions } from "./sqlite/restore.ts";
