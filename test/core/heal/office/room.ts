import { openAccess, openGuard, type Person } from "#core/access";
import {
  type Alert,
  Fault,
  formatFileFault,
  type Incident,
  localTarget,
  type PlanContent,
} from "#core/domain";
import { openHealer, type Healer, type Runbook } from "#core/heal";
import { handClock } from "../../../support/hand-clock.ts";
import { hearLog } from "../../../support/heard-log.ts";
import { aPlanContent } from "../../../support/repairs.ts";
import { temporaryStore } from "../../../support/temporary-store.ts";
import { toldHands } from "../../../support/told-hands.ts";

const slack = (user: string, ...groups: string[]): Person => ({
  actor: { kind: "slack", team: "T1", user },
  groups,
});
export const ann = slack("ANN", "oncall");
export const ben = slack("BEN", "oncall");
export const dev = slack("DEV", "dev");

const policies = `
permit (principal in Fettle::Group::"oncall", action, resource);
permit (principal in Fettle::Group::"dev", action in [Fettle::Action::"plan.read", Fettle::Action::"incident.read"], resource);
`;

const full: Alert = {
  id: "al-1",
  fingerprint: "f-1",
  rule: "disk",
  event: "disk_full",
  severity: 3,
  subject: "web-01",
  by: {},
  labels: { env: "prod" },
  semantics: [],
  summary: "full",
  count: 1,
  seenMs: 1_000,
  state: { kind: "firing", sinceMs: 1_000 },
};
const open1: Incident = {
  id: "inc-1",
  groupKey: "disk",
  title: "full",
  severity: 3,
  labels: { env: "prod" },
  parent: null,
  openedMs: 1_000,
  changedMs: 1_000,
  state: { kind: "open", sinceMs: 1_000 },
};

/** A healer on a real store, with one runbook for `disk_full`, an open incident inc-1 of it, and people. */
export async function openHealRoom(different: Partial<PlanContent> = {}) {
  await using opening = new AsyncDisposableStack();
  const clock = handClock();
  const { store, folder } = opening.use(await temporaryStore(clock));
  const { log } = hearLog();
  const hands = toldHands(clock);
  const opened = await openAccess({
    policies: [{ name: "p", file: "p.cedar", text: policies }],
    groups: { oncall: { users: [] }, dev: { users: [] } },
  });
  if (!opened.ok) throw new Error(opened.faults.map(formatFileFault).join("\n"));
  const access = () => opened.access;
  const people = new Map([ann, ben, dev].map((person) => [`slack:T1/${userOf(person)}`, person]));
  const runbook = {
    name: "free the disk",
    event: "disk_full",
    at: "disk.runbook:1",
    text: "…",
    content: aPlanContent({ runbook: "free the disk", ...different }),
    fits: () => true,
    render: () => runbook.content,
  };
  const shelf = {
    runbooks: [runbook as Runbook],
    byName: (name: string) => shelf.runbooks.find((one) => one.name === name),
  };
  const healer = opening.use(
    openHealer({
      store,
      clock,
      log,
      guard: openGuard({ store, clock, access }),
      access,
      hands,
      shelf: () => shelf,
      redact: (text) => text.replaceAll("hunter2", "<secret>"),
      target: (subject) => (subject === "web-01" ? localTarget : undefined),
      identify: async (id) => {
        const person = people.get(id);
        if (person === undefined) throw new Fault("denied", `${id} is deactivated`);
        return person;
      },
      holder: "test",
    }),
  );
  await store.write(async (r) => {
    await r.alerts.put(full);
    await r.incidents.put({ ...open1, id: await r.incidents.nextId() });
    await r.incidents.attach("inc-1", full.id);
  });
  const open = opening.move();
  return {
    clock,
    store,
    /** `state` in it is the store's. */
    folder,
    hands,
    healer,
    people,
    runbook,
    /** Choosing the repair for inc-1. */
    propose: (person: Person): ReturnType<Healer["propose"]> =>
      healer.propose(person, { runbook: "free the disk", incident: "inc-1" }),
    audit: async (): Promise<string[]> => {
      const rows = await store.read((r) => r.audit.list({ afterSeq: 0, limit: 1000 }));
      return rows.map(({ actor, action, outcome }) => `${actor} ${action} ${outcome}`);
    },
    [Symbol.asyncDispose]: async () => {
      const closing = open.disposeAsync();
      await clock.wind(20_000);
      await closing;
    },
  };
}

function userOf({ actor }: Person): string {
  return actor.kind === "slack" ? actor.user : "";
}
