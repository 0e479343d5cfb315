import { afterEach, beforeEach, expect, test } from "vitest";
import type { StepOutcome } from "#core/domain";
import type { Runbook, Shelf } from "#core/heal";
import type { Person } from "../../../bot/workspace/index.ts";
import { aPlanContent } from "../../support/repairs.ts";
import { fine, type ToldHands } from "../../support/told-hands.ts";
import { cardIn, openStage, type Stage, until } from "./stage.ts";

/* The whole way of a repair through Slack, as three people see it: Ada looks on, Grace and Radia are on call. */

const content = aPlanContent({
  runbook: "mend it",
  steps: [1, 2].map((n) => ({ kind: "exec", command: `echo ${n}`, grants: [], deadlineMs: 5_000 }) as const),
});
const runbook: Runbook = {
  name: "mend it",
  event: "net_timeout",
  at: "shop.runbook:1",
  text: "…",
  fits: () => true,
  render: () => content,
};
const shelf: Shelf = { runbooks: [runbook], byName: (name) => (name === "mend it" ? runbook : undefined) };

let stage: Stage;
let hands: ToldHands;
let ada: Person;
let grace: Person;
let radia: Person;

beforeEach(async () => {
  stage = await openStage({
    shelf,
    hands: (told) => {
      const before = hands;
      hands = told;
      // What a test told them holds after a restart, too.
      if (before !== undefined)
        Object.assign(told, { acting: before.acting, holding: before.holding, found: before.found });
    },
  });
  [ada, grace, radia] = [stage.person("U0ADA"), stage.person("U0GRACE"), stage.person("U0RADIA")];
  await stage.see({ event: "net_timeout" });
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
  Object.assign(hands, { acting: () => fine, holding: () => true, found: "unknown" });
});

const card = () => cardIn(grace, "#ops-alerts");
const cardText = () => JSON.stringify(grace.messages("#ops-alerts")[0]);
const says = (text: string) => until(() => cardText().includes(text), `a card that says ${text}`);
const click = async (person: Person, action: string) => person.click({ message: await card(), action });

async function propose(person: Person): Promise<void> {
  await click(person, "plan.fix");
  await until(() => JSON.stringify(person.modal()).includes("mend it"));
  await person.submit(undefined, { runbook: { runbook: "mend it" } });
  await says("waits for 1 approval");
}

test("a repair is chosen, refused to whom it may not be left, approved, run and proven, on one card", async () => {
  const { ts } = await card();
  let goOn = (): void => {};
  hands.acting = (step) =>
    new Promise<StepOutcome>((resolve) => {
      goOn = () => resolve({ ...fine, output: step.kind === "exec" ? `did ${step.command}` : "" });
    });
  await propose(grace);
  expect(cardText()).toContain('1. exec \\"echo 1\\"');

  await click(ada, "plan.approve");
  await until(() => ada.ephemerals("#ops-alerts").length > 0);
  expect(ada.ephemerals("#ops-alerts")[0]?.text).toContain("You need `plan.approve` on plan-1");
  expect(hands.done).toEqual([]);

  await click(radia, "plan.approve");
  await says("runs step 1");
  goOn();
  await says("runs step 2");
  goOn();
  await says("*Healed*");
  expect(grace.messages("#ops-alerts").map((message) => message.ts)).toEqual([ts]);
  await until(() => JSON.stringify(grace.thread("#ops-alerts", ts)).includes("did echo 2"), "what it wrote");
  // Whoever did something is named, and never called for it.
  expect(JSON.stringify(grace.thread("#ops-alerts", ts))).not.toContain("<@U0RADIA>");
  expect((await stage.audit()).filter((line) => !line.includes("fettle:"))).toEqual([
    "U0GRACE plan.propose done",
    "U0ADA plan.approve denied",
    "U0RADIA plan.approve done",
  ]);
});

test("a plan is seen in full, and denied with a reason that stands on the card", async () => {
  await propose(grace);
  await click(ada, "plan.details");
  await until(() => JSON.stringify(ada.modal()).includes("proposed"));
  expect(JSON.stringify(ada.modal())).toContain(hash());
  await click(grace, "plan.deny");
  await until(() => JSON.stringify(grace.modal()).includes("Why not?"));
  await grace.submit(undefined, { reason: { reason: "the <backup> runs" } });
  await says("denied by Grace Hopper");
  expect(cardText()).toContain("> the &lt;backup&gt; runs");
  expect(hands.done).toEqual([]);
  // And another may be chosen.
  await click(radia, "plan.fix");
  await until(() => JSON.stringify(radia.modal()).includes("mend it"));
});

test("a run is aborted on the card, and everything that it started with it", async () => {
  let killed = false;
  hands.acting = (_, { signal }) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        killed = true;
        resolve({ ...fine, ok: false });
      });
    });
  await propose(grace);
  await click(grace, "plan.approve");
  await says("runs step 1");
  await click(radia, "run.abort");
  await says("stopped by Radia Perlman");
  expect(killed).toBe(true);
  expect(hands.done).toEqual(["act echo 1"]);
});

test("after a crash the same card asks what became of a step, and goes on with the answer", async () => {
  const { ts } = await card();
  hands.acting = (_, { signal }) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ ...fine, ok: false }));
    });
  await propose(grace);
  await click(grace, "plan.approve");
  await says("runs step 1");
  await stage.restart();
  await says("what became of it?");
  hands.acting = () => fine;
  await click(ada, "run.done");
  await until(() => ada.ephemerals("#ops-alerts").length > 0);
  await click(radia, "run.done");
  await says("*Healed*");
  expect(hands.done).toEqual(["act echo 2"]);
  expect(grace.messages("#ops-alerts").map((message) => message.ts)).toEqual([ts]);
});

test("while repairs are paused a plan is held up, Homes say so, and it runs when that is over", async () => {
  await grace.openHome();
  await grace.command("/fettle pause all change freeze");
  await until(() => JSON.stringify(grace.home()).includes("All repairs are paused"));
  expect(JSON.stringify(grace.home())).toContain("by Grace Hopper");
  await propose(grace);
  await until(() => JSON.stringify(grace.home()).includes("Waits for your approval"));
  await click(grace, "plan.approve");
  await says("held up: all repairs are paused: change freeze");
  await until(() => !JSON.stringify(grace.home()).includes("Waits for your approval"));
  await radia.command("/fettle resume all");
  await says("*Healed*");
  await until(() => !JSON.stringify(grace.home()).includes("paused"));
});

test("without an incident a repair has a card of its own, which tells its whole story", async () => {
  const notes = () => JSON.stringify(grace.messages("#ops-notes"));
  await grace.command("/fettle heal mend it");
  await until(() => notes().includes("waits for 1 approval"));
  const [own] = grace.messages("#ops-notes");
  if (own === undefined) throw new Error("no card");
  await radia.click({ message: own, action: "plan.approve" });
  await until(() => notes().includes("*Healed*"));
  expect(grace.messages("#ops-notes")).toHaveLength(1);
  await until(() => grace.thread("#ops-notes", own.ts).length === 2, "its receipt");
});

test("what a run wrote comes in blocks, and all of it in a file when it is asked for", async () => {
  hands.acting = () => ({ ...fine, output: "a line of what it wrote\n".repeat(1_300) });
  await propose(grace);
  await click(grace, "plan.approve");
  await says("*Healed*");
  const { ts } = await card();
  await until(() =>
    JSON.stringify(grace.thread("#ops-alerts", ts)).includes("the rest: `/fettle receipt run-1`"),
  );
  await grace.command("/fettle receipt run-1", "#ops-alerts");
  await until(() => JSON.stringify(grace.thread("#ops-alerts", ts)).includes("run-1.txt"), "the file");
  expect(grace.messages("#ops-alerts")).toHaveLength(1);
});

function hash(): string {
  return /"plan-1:([0-9a-f]{64})"/.exec(cardText())?.[1] ?? "no hash";
}
