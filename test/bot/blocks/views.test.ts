import { describe, expect, test } from "vitest";
import {
  detailsModal,
  type HomeParts,
  homeView,
  listModal,
  loadingModal,
  messageModal,
  noteModal,
  resolveModal,
  say,
  strangerHome,
} from "../../../bot/blocks/index.ts";
import { cardOf, cards, day, drawing, heldBy, listOf, nowMs } from "./cast.ts";
import { aPlan } from "../../support/repairs.ts";
import { controlsOf, objectsIn, wordsOf, wrongWithHome, wrongWithModal } from "./judge.ts";

const drill = {
  name: "shop-errors",
  title: "Break the shop's payments",
  expect: "payment_errors",
  break: { http: { method: "POST", url: "http://127.0.0.1:8081/break" } },
} as const;

function homeOf(change: Partial<HomeParts> = {}) {
  return homeView({
    cards: [],
    hidden: 0,
    beyond: false,
    name: "Ada & Co",
    actor: "slack:T1/U1",
    groups: ["oncall"],
    rights: ["incident.read", "incident.acknowledge"],
    mayAcknowledge: () => true,
    drills: [],
    pauses: [],
    waiting: [],
    sandbox: "level full",
    drawing,
    ...change,
  });
}

/** Headers and the incidents beneath each, in order of reading. */
function outline(change: Partial<HomeParts>): string[] {
  return homeOf(change).blocks.flatMap((block) => {
    const words = wordsOf(block);
    return block.type === "header" ? [words] : (/\|(inc-\d+)>/.exec(words)?.[1] ?? []);
  });
}

const free = cardOf({ id: "inc-1" });
const mine = cardOf({ id: "inc-2", severity: 5, state: heldBy("slack:T1/U1") });
const theirs = cardOf({ id: "inc-3", severity: 5, state: heldBy("slack:T1/U2") });
const also = cardOf({ id: "inc-4" });

describe("Home", () => {
  test("says first that repairs are paused, by whom and how that ends", () => {
    const pause = { scope: "local", by: "slack:T1/U2", reason: "change freeze", atMs: nowMs };
    const [banner] = homeOf({ pauses: [pause, { ...pause, scope: null }] }).blocks;
    expect(wordsOf(banner)).toContain("⏸ *Repairs on local are paused* by ");
    expect(wordsOf(banner)).toContain("`/fettle resume local`\n> change freeze");
    expect(wordsOf(homeOf({ pauses: [{ ...pause, scope: null }] }))).toContain("`/fettle resume all`");
  });

  test("shows plans that wait for its reader above everything else, each with its card and all of it", () => {
    const history = { runs: 0, healed: 0, lastMs: null };
    const waiting = [
      { plan: aPlan({ expiresMs: nowMs }), run: undefined, missing: 2, history },
      {
        plan: aPlan({ id: "plan-2", expiresMs: nowMs, subject: { kind: "request", by: "local:0" } }),
        run: undefined,
        missing: 1,
        history,
      },
    ];
    const view = homeOf({ waiting });
    expect(wordsOf(view)).toContain("Waits for your approval");
    expect(wordsOf(view)).toMatch(/2 approvals to go .*\|inc-1>/);
    expect(wordsOf(view)).toMatch(/1 approval to go .*\|plan-2>/);
    expect(controlsOf(view)).toEqual(["plan.details", "plan.details"]);
    // Somebody is needed: that nothing is would be wrong.
    expect(wordsOf(view)).not.toContain("Nothing needs you");
  });

  test("tells how commands are shut in before anything is broken on purpose", () => {
    const sandbox = "Repairs run commands in the sandbox, level full";
    expect(wordsOf(homeOf({ sandbox }))).not.toContain(sandbox);
    expect(wordsOf(homeOf({ sandbox, drills: [drill] }))).toContain(sandbox);
  });

  test("begins with what nobody is on, then what its reader has, then what others have", () => {
    expect(outline({ cards: [theirs, mine, free, also] })).toEqual([
      "Needs you",
      "inc-1",
      "inc-4",
      "inc-2",
      "Also open",
      "inc-3",
    ]);
  });

  test("of whoever may take nothing on needs them for nothing, and still shows what is open", () => {
    expect(outline({ cards: [free, theirs], mayAcknowledge: () => false })).toEqual([
      "Nothing needs you",
      "Also open",
      "inc-1",
      "inc-3",
    ]);
    expect(wordsOf(homeOf({ cards: [theirs] }).blocks)).toContain("Nothing that is open waits for you.");
  });

  test("says that nothing is open, and what there is to ask", () => {
    const words = wordsOf(homeOf().blocks);
    expect(words).toContain(
      "Nothing needs you\nNothing is open. Cards come to the channels that your routes name, and `/fettle help` tells what you can ask.",
    );
    expect(words).not.toContain("Also open");
  });

  test("offers on each what works on it", () => {
    const { blocks } = homeOf({ cards: [free, mine, theirs] });
    expect(controlsOf(blocks)).toEqual([
      "incident.acknowledge",
      "incident.more=details:inc-2",
      "incident.more=resolve:inc-2",
      "incident.more=details:inc-3",
      "incident.more=resolve:inc-3",
    ]);
    expect(wordsOf(blocks)).toContain(
      `🔴 *net_timeout* · <https://acme.test/archives/C0/p1|inc-3> · firing · since ${day("11:57:00")} · Grace &amp; Co is on it`,
    );
  });

  test("says how many it does not show, of either kind, and how many nobody may see", () => {
    const held = cards(200, (index) => ({ id: `inc-${index + 1_000}`, state: heldBy("slack:T1/U2") }));
    const home = homeOf(listOf([...cards(200), ...held], 4));
    const words = wordsOf(home.blocks);
    const shown = [...words.matchAll(/\|inc-\d+>/g)].length;
    const more = [...words.matchAll(/^… and (\d+) more: `\/fettle alerts`$/gm)].map(([, n]) => Number(n));
    expect(more).toHaveLength(2);
    expect(shown + more.reduce((sum, n) => sum + n, 0)).toBe(400);
    expect(words).toContain("4 more incidents that you may not see");
    expect(wrongWithHome(home)).toEqual([]);
  });

  test("offers the drills that its reader may start, each to be confirmed with what it does", () => {
    const { blocks } = homeOf({ drills: [drill, { ...drill, name: "disk", title: undefined }] });
    expect(wordsOf(blocks)).toContain(
      "Try it\nEach of these breaks something on purpose. Watch how it is noticed, and take it on.",
    );
    const buttons = objectsIn(blocks).filter(({ type }) => type === "button");
    expect(buttons).toMatchObject([
      {
        action_id: "drill.start.0",
        value: "shop-errors",
        style: "danger",
        text: { text: "Break the shop's payments" },
        confirm: {
          title: { text: "Break the shop's payments" },
          text: {
            type: "plain_text",
            text: 'This really breaks it, until it is repaired. Expected: an incident "payment_errors".',
          },
          confirm: { text: "Break it" },
          deny: { text: "Cancel" },
        },
      },
      { action_id: "drill.start.1", value: "disk", text: { text: "disk" }, confirm: {} },
    ]);
  });

  test("ends with who its reader is and what they may", () => {
    expect(wordsOf(homeOf().blocks.at(-1))).toBe(
      "*Ada &amp; Co*\ngroups: `oncall`\nrights: `incident.read` `incident.acknowledge`",
    );
    expect(wordsOf(homeOf({ groups: [], rights: [] }).blocks.at(-1))).toContain("groups: none\nrights: none");
  });

  test("of whoever is nobody to Fettle says why it is empty", () => {
    const home = strangerHome("Fettle does nothing for <guests>");
    expect(wordsOf(home.blocks)).toBe("Fettle\n🚫 Fettle does nothing for &lt;guests&gt;");
    expect(controlsOf(home)).toEqual([]);
  });
});

const inputOf = (view: unknown, action: string) =>
  objectsIn(view).find(({ action_id: id, type }) => id === action && type !== "input");

test("a modal that only shows something can be closed, and not submitted", () => {
  const views = [
    loadingModal("Incident"),
    messageModal("Fettle", say("done")),
    detailsModal(cardOf(), drawing),
    listModal(listOf([cardOf()]), drawing),
    noteModal(listOf([], 2), "quoted"),
  ];
  for (const view of views) {
    expect(view).toMatchObject({ type: "modal", close: { text: "Close" } });
    expect(view.submit).toBeUndefined();
    expect(wrongWithModal(view)).toEqual([]);
  }
  expect(wordsOf(views.map(({ blocks }) => blocks[0]))).toBe(
    [
      "One moment…",
      "done",
      "inc-7 · net_timeout",
      wordsOf(views[3]?.blocks[0]),
      "Nothing is open that you may see.",
    ].join("\n"),
  );
});

test("its title says what it is about, as far as a title goes", () => {
  expect(detailsModal(cardOf(), drawing).title.text).toBe("Incident inc-7");
  expect(resolveModal("inc-123456789012345").title.text).toBe("Resolve inc-12345678901…");
  expect(loadingModal("").title.text).toBe("–");
});

describe("the form that resolves an incident", () => {
  const view = resolveModal("inc-7");

  test("knows which one, and says what will happen", () => {
    expect(view).toMatchObject({
      callback_id: "incident.resolve",
      private_metadata: "inc-7",
      submit: { text: "Resolve" },
      close: { text: "Cancel" },
    });
    expect(wordsOf(view.blocks)).toBe(
      "What was it, and what did you do?\nIt stands in the incident's thread.\nAll its alerts end. If its trouble is seen again within half an hour, it opens again.",
    );
  });

  test("takes a note that the verb would take too, and begins empty", () => {
    expect(inputOf(view, "note")).toEqual({
      type: "plain_text_input",
      action_id: "note",
      multiline: true,
      max_length: 1_000,
    });
  });
});

describe("the form that adds a note", () => {
  test("offers what is open, and holds what was said in the message", () => {
    const view = noteModal(
      listOf(cards(2)),
      "  <@U1>: a &lt; b, <https://a.example|see>\r\nsince\u202E ten\0 ",
    );
    expect(view).toMatchObject({ callback_id: "incident.note", submit: { text: "Add" } });
    expect(inputOf(view, "incident")).toMatchObject({
      options: [
        { text: { text: "inc-1 · net_timeout" }, value: "inc-1" },
        { text: { text: "inc-2 · net_timeout" }, value: "inc-2" },
      ],
    });
    expect(inputOf(view, "note")).toMatchObject({ initial_value: "@U1: a < b, see\nsince  ten" });
  });

  test("keeps to what its input takes, whatever the message was", () => {
    for (const quoted of ["", "x".repeat(40_000), "👩‍👩‍👧‍👦".repeat(500), "\uD800".repeat(2_000)]) {
      const view = noteModal(listOf(cards(200)), quoted);
      expect(String(inputOf(view, "note")?.["initial_value"]).length).toBeLessThanOrEqual(1_000);
      expect(inputOf(view, "incident")?.["options"]).toHaveLength(100);
      expect(wordsOf(view.blocks)).toContain("The worst 100 can be chosen here.");
      expect(wrongWithModal(view)).toEqual([]);
    }
  });
});

test("the list knows its own name, so that it can be brought up to date", () => {
  expect(listModal(listOf([]), drawing).callback_id).toBe("incidents.list");
});
