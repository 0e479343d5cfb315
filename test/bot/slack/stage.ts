import { readFileSync } from "node:fs";
import type { Core } from "#core";
import { type Guard, openAccess, openGuard, type Person as Identified } from "#core/access";
import { openBus } from "#core/bus";
import { Fault, formatFileFault, type Incident, parseActor } from "#core/domain";
import { type DrillSetting, emptyShelf, openDrills, openHealer, type Shelf } from "#core/heal";
import { type ToldHands, toldHands } from "../../support/told-hands.ts";
import {
  incidentConsumer,
  openDesk,
  openTending,
  type Route,
  settle,
  sight,
  type Sighting,
} from "#core/incidents";
import { openAsks } from "#core/inspect";
import { openHttp, type Sandbox } from "#core/reach";
import { openRedactor } from "#core/redact";
import { type Clock, openMetrics } from "#core/runtime";
import type { AuditRow, Store } from "#core/store";
import { expect } from "vitest";
import { manifestText } from "../../../bot/manifest.ts";
import type { GroupSettings } from "../../../bot/slack/groups.ts";
import { type Slack, slackDoor } from "../../../bot/slack/slack.ts";
import type { SlackSettings } from "../../../bot/slack/settings.ts";
import {
  openWorkspace,
  type Person,
  type Workspace,
  type WorkspaceOptions,
} from "../../../bot/workspace/index.ts";
import { freePort } from "../../support/free-port.ts";
import { hearLog } from "../../support/heard-log.ts";
import { quickClock } from "../../support/quick-clock.ts";
import { temporaryStore } from "../../support/temporary-store.ts";

export type Way = "socket" | "http";

export interface StageOptions {
  readonly way?: Way;
  /** Fettle's; ten times as fast as the workspace's real one unless it is given. */
  readonly clock?: Clock;
  /** Goes around the guard: for handlers that take their time. */
  readonly guard?: (guard: Guard) => Guard;
  readonly workspace?: Partial<WorkspaceOptions>;
  readonly groups?: GroupSettings;
  readonly policies?: string;
  readonly routes?: readonly Route[];
  readonly drills?: readonly DrillSetting[];
  readonly shelf?: Shelf;
  readonly hands?: (hands: ToldHands) => void;
}

const demoPolicies = readFileSync(
  new URL("../../../examples/local/policies/demo.cedar", import.meta.url),
  "utf8",
);

const demoGroups: GroupSettings = { oncall: { slackGroup: "S0ONCALL" }, dev: { slackGroup: "S0DEV" } };

const urgent: Route = {
  match: { severity: { operator: ">=", level: 4 } },
  channel: "#ops-alerts",
  mention: "oncall",
};
const rest: Route = { channel: "#ops-notes" };

/** Fettle's real Slack edge on a real store, through real Bolt, against the local workspace; alerts are made by hand. */
export async function openStage(options: StageOptions = {}) {
  const { way = "socket", routes = [urgent, rest], groups = demoGroups } = options;
  const clock = options.clock ?? (way === "http" ? quickClock(1) : quickClock(10));
  await using opening = new AsyncDisposableStack();
  const { store } = opening.use(await temporaryStore(clock));
  const { log, lines } = hearLog();
  const port = way === "http" ? await freePort() : 0;
  const workspace = opening.use(await workspaceOf(way, port, options.workspace));
  const settings = settingsOf(workspace, way, port);

  async function openFettle(forgetful = false) {
    await using parts = new AsyncDisposableStack();
    const metrics = openMetrics({ defaults: false });
    const around = { clock, log, metrics, store };
    const door = slackDoor({
      ...around,
      settings: { ...settings, forgetful },
      version: "0.0.0",
      routes: () => routes,
      groups: () => groups,
      troubles: () => [],
    });
    let slack: Slack | undefined;
    const identify = async (id: string) => {
      const actor = parseActor(id);
      if (actor?.kind === "slack" && slack !== undefined) return slack.identify(actor);
      throw new Fault("denied", `${id} is nobody here`);
    };
    const core = parts.use(await coreOf({ ...around, consumer: door.consumer, options, identify }));
    slack = parts.use(await door.open(core));
    const open = parts.move();
    return { core, slack, metrics, [Symbol.asyncDispose]: () => open.disposeAsync() };
  }

  let fettle = await openFettle();
  opening.defer(() => expectGoodCalls(workspace));
  opening.defer(() => fettle[Symbol.asyncDispose]());
  let causes = 0;
  const open = opening.move();
  return {
    workspace,
    store,
    clock,
    lines,
    get slack(): Slack {
      return fettle.slack;
    },
    get core(): Core {
      return fettle.core;
    },
    metric: async (name: string) =>
      (await fettle.metrics.expose()).text.split("\n").filter((line) => line.startsWith(name)),
    person: (id: string): Person => workspace.person(id),
    stop: () => fettle[Symbol.asyncDispose](),
    /** `forgetful`: as if the workspace had begun anew with it. */
    restart: async (forgetful = false) => {
      await fettle[Symbol.asyncDispose]();
      fettle = await openFettle(forgetful);
    },
    see: async (change: Partial<Sighting> = {}): Promise<string> => {
      const cause = `c${++causes}`;
      const sighting = { ...sightingOf(cause, clock.nowMs()), ...change };
      const alert = await store.write((r) => sight(r, sighting, clock.nowMs()));
      return alert?.id ?? "none";
    },
    settle: (id: string): Promise<void> =>
      store.write(async (r) => {
        const alert = await r.alerts.byId(id);
        if (alert !== undefined) await settle(r, alert, { atMs: clock.nowMs(), reason: "absent" });
      }),
    incident: async (id: string): Promise<Incident> => {
      const found = await store.read((r) => r.incidents.byId(id));
      if (found === undefined) throw new Error(`no incident ${id}`);
      return found;
    },
    /** `actor action outcome`, in order. */
    audit: async (): Promise<string[]> => {
      const rows = await store.read((r) => r.audit.list({ afterSeq: 0, limit: 1_000 }));
      return rows.map(
        ({ actor, action, outcome }: AuditRow) => `${actor.split("/").at(-1)} ${action} ${outcome}`,
      );
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

/** Whatever a test is about: nothing was called that Slack does not have, or drawn that it does not take. */
function expectGoodCalls({ calls }: Workspace): void {
  const refused = calls.api.filter(
    ({ error }) => error === "invalid_blocks" || error === "invalid_arguments",
  );
  const bad = [...calls.unknownMethods, ...refused.map((call) => JSON.stringify(call))];
  if (bad.length > 0) throw new Error(`Slack would not have taken: ${bad.join("\n")}`);
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Waits until it holds, as a person would look. */
export async function until(holds: () => unknown, what = "what was waited for"): Promise<void> {
  await expect.poll(holds, { timeout: 10_000, interval: 20, message: what }).toBeTruthy();
}

/** The first card in a channel, once it is there. */
export async function cardIn(person: Person, channel: string) {
  await until(() => person.messages(channel).length > 0, `a card in ${channel}`);
  const [card] = person.messages(channel);
  if (card === undefined) throw new Error("no card");
  return card;
}

async function workspaceOf(way: Way, port: number, more: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  const url = `http://127.0.0.1:${port}/slack/events`;
  return openWorkspace({
    manifest: way === "http" ? manifestText(url) : manifestText(),
    clock: quickClock(1),
    log: hearLog().log,
    fileReadyMs: 10,
    ...(way === "http" ? { deliverTo: { url } } : {}),
    ...more,
  });
}

function settingsOf(workspace: Workspace, way: Way, port: number): SlackSettings {
  const { botToken, appToken, signingSecret, apiUrl, url } = workspace;
  return {
    botToken,
    apiUrl,
    responseOrigin: url,
    uploadOrigin: url,
    forgetful: false,
    way:
      way === "http"
        ? { kind: "http", signingSecret, listen: { host: "127.0.0.1", port } }
        : { kind: "socket", appToken },
  };
}

async function coreOf(
  around: { readonly store: Store; readonly clock: Clock } & Pick<
    Parameters<typeof openBus>[0],
    "log" | "metrics"
  > & {
      readonly consumer: Parameters<typeof openBus>[0]["consumers"][number];
      readonly options: StageOptions;
      readonly identify: (id: string) => Promise<Identified>;
    },
): Promise<Core> {
  const { store, clock, log, metrics, consumer, options, identify } = around;
  const hands = toldHands(clock);
  options.hands?.(hands);
  const text = options.policies ?? demoPolicies;
  const opened = await openAccess({
    policies: [{ name: "p", file: "p.cedar", text }],
    groups: Object.fromEntries(
      Object.keys(options.groups ?? demoGroups).map((name) => [name, { users: [] }]),
    ),
  });
  if (!opened.ok) throw new Error(opened.faults.map(formatFileFault).join("\n"));
  const access = () => opened.access;
  const redactor = openRedactor({ key: Buffer.alloc(32, 7) });
  const redact = (said: string): string => redactor.redact(said);
  const guard = (options.guard ?? ((same: Guard) => same))(openGuard({ store, clock, access }));
  await using parts = new AsyncDisposableStack();
  const http = parts.use(openHttp({ clock }));
  const consumers = [incidentConsumer({ clock, waitMs: 0 }), consumer];
  parts.use(openBus({ store, clock, log, metrics, consumers }));
  parts.use(openTending({ store, clock, log, routes: () => options.routes ?? [urgent, rest] }));
  const healer = parts.use(
    openHealer({
      store,
      clock,
      log,
      guard,
      access,
      redact,
      hands,
      shelf: () => options.shelf ?? emptyShelf,
      target: () => undefined,
      identify,
      holder: "stage",
    }),
  );
  const open = parts.move();
  return {
    guard,
    desk: openDesk({ store, guard, clock, access, redact }),
    healer,
    asks: openAsks({ guard, clock, redact, sandbox: saying(hostileOutput) }),
    sandbox: { level: "off", missing: undefined, gaps: [] },
    drills: openDrills({ store, clock, http, guard, access, redact, settings: () => options.drills ?? [] }),
    access,
    reload: async () => {},
    trouble: undefined,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

/** What any command says here. */
const hostileOutput = "load <!channel> & `0.5`\n";

function saying(stdout: string): Sandbox {
  return {
    outlook: { level: "full", missing: undefined, gaps: [] },
    execute: async () => ({
      exit: 0,
      signal: null,
      stdout,
      stderr: "",
      stdoutBytes: stdout.length,
      stderrBytes: 0,
      truncated: false,
      ended: "exit",
      level: "full",
      ms: 1,
    }),
    [Symbol.asyncDispose]: async () => {},
  };
}

function sightingOf(cause: string, atMs: number): Sighting {
  return {
    rule: "net-timeout",
    event: "net_timeout",
    severity: 4,
    subject: "shop",
    by: { host: "web-1" },
    labels: { env: "prod" },
    semantics: [],
    times: 1,
    earlier: 0,
    atMs,
    cause,
    summary: () => "timeout of 12s on web-1 <!channel> & *bold*",
  };
}
