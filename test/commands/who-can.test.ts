import { describe, expect, test } from "vitest";
import { accessOf, ada, grace, guest, openScene, root, stranger } from "./support.ts";

const starter = await accessOf("starter");
const demo = await accessOf("demo");
const none = await accessOf("none");
const hedge = "Conditions of these policies may still refuse some of them.";

describe("who can use a verb", () => {
  test("on any incident, is told by group with its people, and with the policy", async () => {
    const { ask, done } = openScene(starter);
    expect(await ask("who-can ack", stranger)).toBe(
      [
        "`ack` needs `incident.acknowledge` on any incident. Granted to:",
        "• *oncall*: Grace, Radia  (policy `oncall-works-on-incidents`)",
        "• *dev*  (policy `dev-acknowledges-outside-production`)",
        hedge,
      ].join("\n"),
    );
    expect(done()).toEqual([]);
  });

  test("on one incident, asks the desk for it, which may refuse", async () => {
    const { ask, done } = openScene(starter);
    const told = await ask("who-can Resolve INC-7", ada);
    expect(told).toContain(
      "`resolve` needs `incident.resolve` on inc-7. Granted to:\n• *oncall*: Grace, Radia",
    );
    expect(done()).toEqual([["card", "slack:T1/U2", "inc-7"]]);
  });

  test("says everyone where a policy is about everyone", async () => {
    const told = await openScene(demo).ask("who-can drill shop-errors");
    expect(told).toContain(
      "`drill` needs `drill.start` on shop-errors. Granted to:\n• *everyone*  (policy `demo-everybody-here`)",
    );
    expect(await openScene(demo).ask("who-can drill")).toContain("on any drill. Granted to:");
  });

  test("says nobody where there is no policy", async () => {
    expect(await openScene(none).ask("who-can note 7")).toBe(
      "`note` needs `incident.acknowledge` on inc-7. No policy grants it to anybody.",
    );
  });

  const verbs = '"status", "alerts", "alert", "ack", "unack", "resolve", "note", "drill"';

  test.for([
    ["who-can", `invalid: expected a verb that needs a right; known: ${verbs}`],
    ["who-can help", `invalid: expected a verb that needs a right; known: ${verbs}`],
    ["who-can whoami", `invalid: expected a verb that needs a right; known: ${verbs}`],
    ["who-can akc", 'invalid: expected a verb that needs a right; did you mean "ack"?'],
    [
      "who-can ack it",
      'invalid: expected an incident such as inc-7, got "it"; try: /fettle who-can ack inc-7',
    ],
  ] as const)("refuses: %s", async ([typed, said]) => {
    expect(await openScene(starter).refused(typed)).toBe(said);
  });

  test("about a drill of a very long name still says who", async () => {
    const told = await openScene(demo).ask(`who-can drill ${"<".repeat(7_000)}`);
    expect(told).toMatch(/^`drill` needs `drill\.start` on (?:&lt;)+…\. Granted to:\n• \*everyone\*/);
  });
});

describe("whoami", () => {
  test("tells how policies name one, one's groups, and what one may", async () => {
    expect(await openScene(starter).ask("whoami", grace)).toBe(
      [
        '*Grace &amp; Co*, to policies `Fettle::Actor::"slack:T1/U1"`',
        "*Groups*",
        "`oncall`",
        "*Rights, on some things at least*",
        "`incident.read` `incident.acknowledge` `incident.resolve`",
      ].join("\n"),
    );
  });

  test.for([
    { who: ada, rights: "`incident.read` `incident.acknowledge`" },
    { who: guest, rights: "none" },
    { who: stranger, rights: "none" },
    { who: root, rights: "`store.backup` `store.restore`" },
  ])("tells what policies could permit: $rights", async ({ who, rights }) => {
    const told = await openScene(starter).ask("whoami", who);
    expect(told.split("\n").at(-1)).toBe(rights);
    expect(told).not.toContain("There is no policy yet");
  });

  test("where there is no policy at all, brings one to begin with, for whoever asks", async () => {
    const told = await openScene(none).ask("whoami", stranger);
    expect(told).toContain(
      "*Groups*\nnone\n*Rights, on some things at least*\nnone\nThere is no policy yet, so nobody may do anything.",
    );
    expect(told).toContain(
      '@id("first-actor")\npermit (\n  principal == Fettle::Actor::"slack:T1/U9",\n  action,\n  resource\n);',
    );
  });
});
