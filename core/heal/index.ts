/** Repairs: plans that people approve, runs that prove themselves, and drills. */
export { openDrills, type Drills, type DrillsOptions } from "./drills.ts";
export { openEngine, type Engine, type EngineOptions } from "./engine/engine.ts";
export { openHealer, type Healer, type HealerOptions } from "./healer.ts";
export { type Answer } from "./office/handle-run.ts";
export { type Repair } from "./office/view.ts";
export { type Facts, type Runbook, type Shelf } from "./shelf.ts";
export { signatures, type Signature } from "./actions/signatures.ts";
export { openHands } from "./hands/open-hands.ts";
export { assertionWords, stepWords } from "./hands/words.ts";
export { emptyShelf, openShelf, type Reading } from "./runbook/book.ts";
export { parseRunbook, parseRunbooks, type RunbookFile } from "./runbook/parse.ts";
export { printRunbook } from "./runbook/print.ts";
export { verify } from "./engine/verify.ts";
export { pauseEvents, repairEvents, repairNewsOf, type RepairHappening, type RepairNews } from "./events.ts";
export { type Afterwards, type Doing, type Hands } from "./hands/hands.ts";
export { drillsSection, type DrillSetting, runbooksSection } from "./options.ts";
export { driftOf } from "./plan/drift.ts";
export { canonical, hashOf } from "./plan/hash.ts";
