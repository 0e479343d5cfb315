import { type Core, openCore } from "#core";
import { openApi, openControl } from "#core/api";
import { isFault } from "#core/domain";
import {
  type Clock,
  type Lifecycle,
  type Log,
  type LogLevel,
  type Metrics,
  openLifecycle,
  openLog,
  openMetrics,
} from "#core/runtime";
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { isDeepStrictEqual } from "node:util";
import { lockState, openKeys, openStore, type Store } from "#core/store";
import { changesOf } from "./changes.ts";
import { type Face, slackFace, terminalFace } from "./face.ts";
import { socketPath } from "./config-files.ts";
import { healthOf } from "./health.ts";
import { openLocalSlack } from "./local-slack.ts";
import { ConfigurationFault, type Options, readSlack } from "./options.ts";
import { accessOf, inspectPartsOf, redactorOf, repairPartsOf } from "./parts.ts";
import { processEntry } from "./process-entry.ts";
import { refuseStranger } from "./state-folder.ts";
import type { TerminalOutput } from "./terminal.ts";
import { ownVersion } from "./version.ts";

export interface AppOptions {
  readonly options: Options;
  readonly clock: Clock;
  /** Where cards go. */
  readonly output: TerminalOutput;
  /** Where the log goes. */
  readonly errors: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly logLevel: LogLevel;
  readonly pid: number;
  readonly uid: number;
}

interface Running {
  readonly core: Core;
  readonly store: Store;
  readonly redactKey: Buffer;
  readonly face: Face;
}

/**
 * The composition root: the one place that knows all parts, in the order in which they open; they close
 * last-first. Creating it starts nothing.
 */
export class App implements AsyncDisposable {
  readonly log: Log;
  readonly #around: AppOptions;
  readonly #lifecycle: Lifecycle = openLifecycle();
  readonly #metrics: Metrics = openMetrics({ defaults: true });
  readonly #reloads = this.#metrics.counter("fettle_config_reloads_total", "Reloads of the configuration", [
    "outcome",
  ]);
  readonly #parts = new AsyncDisposableStack();
  /** Where log lines go: they are told before keys and terminal are open, too. */
  readonly #sink: {
    redact: (text: string) => string;
    write: (text: string) => unknown;
    tell: (text: string) => unknown;
  };
  #options: Options;
  #readAgain = false;
  /** Address of the local Slack, where there is one. */
  #page: string | undefined;
  #running: Running | undefined;

  constructor(around: AppOptions) {
    this.#around = around;
    this.#options = around.options;
    this.#sink = {
      redact: (text) => text,
      write: (text) => around.errors.write(text),
      tell: (text) => around.output.write(text),
    };
    // From the start on: what is not there cannot be seen to grow.
    for (const outcome of ["done", "refused"]) this.#reloads.inc({ outcome }, 0);
    this.log = openLog({
      level: around.logLevel,
      clock: around.clock,
      redact: (text) => this.#sink.redact(text),
      to: { write: (text) => void this.#sink.write(text) },
    });
  }

  /** Opens everything, and resolves when it runs. @throws Fault for a part that cannot be had. */
  async start(): Promise<void> {
    const { clock, output, errors, pid, uid } = this.#around;
    const { state, settings } = this.#options;
    const { log } = this;
    const metrics = this.#metrics;
    const parts = this.#parts;
    const access = await accessOf(this.#options);
    refuseStranger(state, uid);
    parts.use(await lockState(state, pid));
    const { auditKey, redactKey } = openKeys(state);
    const redactor = redactorOf(this.#options, redactKey);
    this.#sink.redact = (text) => redactor.redact(text);
    const store = parts.use(await openStore({ folder: state, mode: "write", auditKey, clock }));
    const started = { action: "process.start", resource: `process:${pid}`, uid, nowMs: clock.nowMs() };
    await store.write((r) => r.audit.append(processEntry(started)));

    const { listen, metricsAllow } = settings.api;
    if (listen !== "off") {
      const health = () => healthOf(this.#lifecycle, this.#running);
      parts.use(await openApi({ listen, metricsAllow, metrics, health, log: log.child("api") }));
    }
    const face = await this.#openFace(store, parts);
    this.#sink.tell = (text) => face.write(text);
    if (output.isTTY === true && errors.isTTY === true) this.#sink.write = this.#sink.tell;

    const inspect = inspectPartsOf(this.#options, redactor);
    const { drills } = settings;
    const { shelf } = this.#options;
    const holder = `${hostname()}:${pid}:${randomUUID()}`;
    const repairs = repairPartsOf(this.#options, { uid, holder, identify: (id) => face.identify(id) });
    const consumers = [face.consumer];
    const routes = () => this.#options.settings.routes;
    const core = parts.use(
      await openCore({
        store,
        clock,
        log,
        metrics,
        consumers,
        access,
        inspect,
        drills,
        routes,
        shelf,
        repairs,
      }),
    );
    const actor = { kind: "local", uid } as const;
    const { guard, desk } = core;
    const handle = changesOf({ store, guard, desk, repairs: core, actor });
    parts.use(await openControl({ path: socketPath(state), handle, clock, log: log.child("control") }));
    parts.defer(() => face[Symbol.asyncDispose]());
    await face.start(core);
    this.#running = { core, store, redactKey, face };
    this.#lifecycle.enter("RUNNING");
    this.#say("running");
  }

  /** Slack where it is configured, with a local one before it if that is wanted; else the terminal. */
  async #openFace(store: Store, parts: AsyncDisposableStack): Promise<Face> {
    const { clock, output } = this.#around;
    const { log } = this;
    const { slack } = this.#options.settings;
    const routes = () => this.#options.settings.routes;
    if (slack === undefined) return terminalFace({ output, store, clock, log, routes });
    const around = { clock, log: log.child("slack"), metrics: this.#metrics, store, routes, output };
    const more = {
      version: ownVersion(),
      groups: () => this.#options.settings.people?.groups ?? {},
      troubles: () =>
        [this.#running?.core.trouble, this.#running?.face.trouble, this.#shutOut()].filter(
          (line) => line !== undefined,
        ),
    };
    if (slack.mode !== "local") {
      return slackFace({ ...around, ...more, settings: readSlack(this.#options, slack) });
    }
    const local = parts.use(await openLocalSlack({ port: slack.port, clock, log: log.child("workspace") }));
    this.#page = local.pageUrl;
    return slackFace({ ...around, ...more, settings: local.settings });
  }

  /** Why no command of a repair runs, where there are repairs. */
  #shutOut(): string | undefined {
    return this.#options.shelf.runbooks.length === 0 ? undefined : this.#running?.core.sandbox.missing;
  }

  /**
   * Goes over to what `read` gives. A configuration with mistakes changes nothing; log and metric say so.
   * Asked for again meanwhile, it reads once more: the last word of the files counts.
   */
  async reload(read: () => Options): Promise<void> {
    if (this.#lifecycle.phase === "RELOADING") this.#readAgain = true;
    while (this.#lifecycle.phase === "RUNNING" && this.#running !== undefined) {
      this.#readAgain = false;
      await this.#reloadOnce(read, this.#running);
      if (!this.#readAgain) return;
    }
  }

  async #reloadOnce(read: () => Options, running: Running): Promise<void> {
    this.#lifecycle.enter("RELOADING");
    try {
      await this.#goOver(read(), running);
      this.#reloads.inc({ outcome: "done" });
      this.#say("reloaded");
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      this.#reloads.inc({ outcome: "refused" });
      const mistakes = thrown instanceof ConfigurationFault ? thrown.lines : [];
      this.log.error("the configuration was not reloaded; the one before goes on", { thrown, mistakes });
    }
    // SHUTDOWN may have come while this waited.
    if (!this.#lifecycle.ending.aborted) this.#lifecycle.enter("RUNNING");
  }

  async #goOver(next: Options, { core, store, redactKey, face }: Running): Promise<void> {
    const { state, settings } = this.#options;
    const { api, slack, sandbox, metrics } = settings;
    const after = next.settings;
    const fixed = [after.api, after.slack, after.sandbox, after.metrics];
    if (next.state !== state || !isDeepStrictEqual(fixed, [api, slack, sandbox, metrics])) {
      this.log.warn("a change of `state`, `api`, `slack`, `sandbox` or `metrics` waits for the next start");
    }
    const access = await accessOf(next);
    const redactor = redactorOf(next, redactKey);
    const inspect = inspectPartsOf(next, redactor);
    const { uid, clock } = this.#around;
    const detail = { rules: next.rules.length, policies: next.policies.length };
    const resource = `config:${next.file}`;
    const told = { action: "config.reload", resource, uid, nowMs: clock.nowMs(), detail };
    // Before: what cannot be written down does not happen.
    await store.write((r) => r.audit.append({ ...processEntry(told), outcome: "allowed" }));
    await core.reload({ access, inspect, drills: next.settings.drills, shelf: next.shelf });
    this.#sink.redact = (text) => redactor.redact(text);
    this.#options = next;
    face.reloaded();
  }

  #say(message: "running" | "reloaded"): void {
    const { rules, settings, notices } = this.#options;
    for (const notice of notices) this.log.warn("a note on the configuration", { notice });
    const counts = { rules: rules.length, sources: settings.sources.length, checks: settings.checks.length };
    this.log.info(message, { pid: this.#around.pid, ...counts });
    const { sources, checks } = counts;
    if (this.#around.output.isTTY === true) {
      this.#sink.tell(
        `fettle watches ${sources} sources and ${checks} endpoints by ${rules.length} rules; Ctrl-C ends it\n`,
      );
    }
    if (this.#page !== undefined && message === "running") {
      this.#sink.tell(`\n  Slack on this machine: ${this.#page}\n\n`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#lifecycle.phase !== "SHUTDOWN") this.#lifecycle.enter("SHUTDOWN");
    await this.#parts.disposeAsync();
  }
}
