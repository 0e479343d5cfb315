/**
 * The nouns of Fettle: types, their invariants and the moves that their states allow. Nothing here does
 * I/O or knows the time. The way they follow each other is drawn in docs/architecture.md.
 */
export { actorId, parseActor, sameActor, type Actor } from "./actor.ts";
export {
  isFiring,
  resolveAlert,
  seeAgain,
  type Alert,
  type AlertState,
  type ResolveReason,
} from "./alert.ts";
export { comparisons, meets, type Assertion, type Comparison, type Expectation } from "./assertion.ts";
export { refuseVote, votesMissing, type Approval, type VoteRefusal } from "./approval.ts";
export { cloudEvent, type CloudEvent } from "./event.ts";
export { Fault, isFault, messageOf, type FaultKind } from "./fault.ts";
export { formatFileFault, type FileFault } from "./file-fault.ts";
export {
  isOpen,
  nextIncidentState,
  type Incident,
  type IncidentState,
  type IncidentStep,
} from "./incident.ts";
export type { Grant } from "./grant.ts";
export { sameLabels, sortedPairs, type Labels } from "./labels.ts";
export type { Pause } from "./pause.ts";
export {
  isPlanFinal,
  nextPlanState,
  type Brakes,
  type Drift,
  type Plan,
  type PlanContent,
  type PlanState,
  type PlanStep,
  type PlanSubject,
  type Verification,
} from "./plan.ts";
export { type Measurement, type Receipt, type Verdict } from "./receipt.ts";
export { levels, type FieldValue, type Level, type LogRecord } from "./record.ts";
export { type RuleHead } from "./rule.ts";
export {
  isRunFinal,
  nextRunState,
  outcomeWithoutOutput,
  type Attempt,
  type Run,
  type RunState,
  type StepOutcome,
  type WantedEnd,
} from "./run.ts";
export { firstDisorder, type Sample, type Series } from "./sample.ts";
export { Secret } from "./secret.ts";
export { isSeverity, parseSeverity, severityWords, type Severity } from "./severity.ts";
export { checkSilence, silencePhase, type Matcher, type Silence, type SilencePhase } from "./silence.ts";
export { localTarget, type Target, type TargetKind } from "./target.ts";
