import type { Fault, Labels } from "#core/domain";
import type { Http } from "#core/reach";
import type { Redactor } from "#core/redact";
import type { Clock, Log } from "#core/runtime";
import type { Checkpoint, Store } from "#core/store";
import type { Hit } from "./engine.ts";
import { type Inspector, openInspector } from "./inspector.ts";
import { openFilteredEngine } from "./filtered-engine.ts";
import type { InspectMetrics } from "./metrics.ts";
import { type LogFormat, parserFor } from "./parse/parser.ts";
import { reportProbe } from "./probe-alerts.ts";
import type { HttpCheck } from "./probes/http-probe.ts";
import type { registerProbeMetrics } from "./probes/probe-metrics.ts";
import { openProbes } from "./probes/probes.ts";
import type { Rule } from "./rules/rule.ts";
import { openFileSource } from "./sources/file-source.ts";
import type { Source } from "./sources/source.ts";

/** What inspection is told by the configuration; a reload brings it anew. */
export interface InspectParts {
  readonly rules: readonly Rule[];
  readonly sources: readonly SourceParts[];
  readonly checks: readonly HttpCheck[];
  readonly redactor: Redactor;
  /** Name of the target that a hit speaks of, or the source's id. */
  readonly subject: (hit: Hit, source: string) => string;
}

/** A source as its part of the configuration says, with absolute patterns. */
export interface SourceParts {
  readonly id: string;
  readonly globs: readonly string[];
  readonly labels: Labels;
  readonly from: "start" | "end";
  readonly format: LogFormat;
}

export type OpenSource = (parts: SourceParts, checkpoints: readonly Checkpoint[]) => Source;

/** What lives from one reload to the next. */
export interface Running extends AsyncDisposable {
  readonly inspector: Inspector;
}

/** What outlives a reload. */
export interface Around {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** How a configured source is opened; as files unless told otherwise. */
  readonly openSource?: OpenSource;
  readonly http: Http;
  readonly registered: {
    readonly inspect: InspectMetrics;
    readonly probes: ReturnType<typeof registerProbeMetrics>;
  };
}

/** Opens what reads and judges by `parts`. @throws Fault `unavailable` when the store does not serve. */
export async function openRunning(around: Around, parts: InspectParts): Promise<Running> {
  const { store, clock, log, http, registered } = around;
  await using opening = new AsyncDisposableStack();
  const traits = new Map(
    parts.sources.map(({ id, format, labels }) => [id, { parse: parserFor(format), labels }]),
  );
  const inspector = opening.use(
    await openInspector({
      store,
      clock,
      log,
      metrics: registered.inspect,
      sources: await Promise.all(parts.sources.map((source) => openSource(around, source))),
      rules: parts.rules,
      engine: openFilteredEngine({
        rules: parts.rules,
        redactor: parts.redactor,
        source: (id) => found(traits.get(id), id),
      }),
      subject: parts.subject,
    }),
  );
  opening.use(
    openProbes({
      checks: parts.checks,
      http,
      clock,
      log,
      metrics: registered.probes,
      report: (check, verdict) => reportProbe({ store, clock, redactor: parts.redactor }, check, verdict),
    }),
  );
  const open = opening.move();
  return { inspector, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

async function openSource(around: Around, parts: SourceParts): Promise<Source> {
  const { store, clock, log } = around;
  const { id, globs, labels, from } = parts;
  const checkpoints = await store.read((r) => r.checkpoints.list(id));
  if (around.openSource !== undefined) return around.openSource(parts, checkpoints);
  const onTrouble = (fault: Fault): void =>
    log.warn("a log file cannot be read", { source: id, thrown: fault });
  return openFileSource({ id, globs, labels, from, checkpoints, clock, onTrouble });
}

function found<T>(value: T | undefined, id: string): T {
  if (value === undefined) throw new Error(`no source ${id} was opened`);
  return value;
}
