import { openAccess, openGuard, type Person } from "#core/access";
import { Fault, formatFileFault, localTarget, type PlanContent } from "#core/domain";
import { openHealer, type Healer, type Runbook } from "#core/heal";
import { hearLog } from "../../../support/heard-log.ts";
import { aPlanContent } from "../../../support/repairs.ts";
import { openRoom } from "../../incidents/room.ts";
import { toldHands } from "../told-hands.ts";

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

/** A healer on a real store, with one runbook for `disk_full`, an open incident inc-1 of it, and people. */
export async function openHealRoom(different: Partial<PlanContent> = {}) {
  await using opening = new AsyncDisposableStack();
  const incidents = opening.use(await openRoom());
  const { clock, store } = incidents;
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
  await incidents.see();
  await clock.wind(11_000);
  const open = opening.move();
  return {
    clock,
    store,
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
