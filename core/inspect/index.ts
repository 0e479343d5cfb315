/** The inspect loop: log lines and probes in, alerts out. Begin with inspector.ts; the contracts are sources/source.ts and engine.ts. */
export type { Chunk, Source } from "./sources/source.ts";
export type { ChunkVerdict, Engine, Hit } from "./engine.ts";
export { type Inspection, openInspection } from "./inspection.ts";
export type { InspectParts, OpenSource, SourceParts } from "./running.ts";
export { checkRule } from "./probe-alerts.ts";
export { checksSection } from "./probes/checks-section.ts";
export { type LoadedRules, loadRules } from "./rules/load.ts";
export type { Rule } from "./rules/rule.ts";
export { scan, type ScanLine, type ScanOptions, type ScanSummary } from "./scan.ts";
export { traitsFor } from "./line-engine.ts";
export { type Crew, openCrew } from "./crew/crew.ts";
export { openScanSource } from "./sources/scan-source.ts";
export { openStreamSource } from "./sources/stream-source.ts";
export { type LogFormat, logFormats } from "./parse/parser.ts";
export { globsOf, sourceId, sourcesSection } from "./sources/section.ts";
export { openAsks, type Asked, type Asks } from "./asking/asking.ts";
export { judgeLine } from "./asking/verdict.ts";
