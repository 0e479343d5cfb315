import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "#core/domain";
import { buttonValue, choiceValue, submissionOf } from "../../handlers/values.ts";

const viewOf = (values: unknown, about: unknown = "inc-7") => ({
  state: { values },
  private_metadata: about,
});
const chosen = (value: unknown) => ({ type: "static_select", selected_option: { value, text: {} } });

function refusalOf(work: () => unknown): string {
  try {
    return `answered ${JSON.stringify(work())}`;
  } catch (thrown) {
    if (thrown instanceof Fault) return `${thrown.kind}: ${thrown.message}`;
    throw thrown;
  }
}

describe("a button", () => {
  test("names what it is about, and whatever else Slack says of it does not matter", () => {
    expect(buttonValue({ type: "button", action_id: "a", value: "inc-7", action_ts: "1.2" })).toBe("inc-7");
  });

  test.for([undefined, null, {}, "inc-7", { value: 7 }, { value: null }, { value: "x".repeat(2_001) }, []])(
    "that names nothing is of another version: %#",
    (action) => {
      expect(refusalOf(() => buttonValue(action))).toBe(
        "invalid: this button names nothing; its message is of another version of Fettle",
      );
    },
  );
});

describe("a choice of a menu", () => {
  test("says what is to be done with which incident", () => {
    expect(choiceValue(chosen("details:inc-7"))).toEqual(["details", "inc-7"]);
  });

  test.for([
    undefined,
    {},
    chosen("inc-7"),
    chosen("a:b:c"),
    chosen(7),
    chosen(`a:${"x".repeat(200)}`),
    { value: "a:b" },
    chosen(""),
  ])("in any other form is of another version: %#", (action) => {
    expect(refusalOf(() => choiceValue(action))).toBe(
      "invalid: this choice names nothing; its message is of another version of Fettle",
    );
  });
});

describe("a form that was submitted", () => {
  test("says what it is about, what was written, and what was chosen", () => {
    const form = submissionOf(
      viewOf({
        note: { note: { type: "plain_text_input", value: "  restarted it\n" } },
        incident: { incident: chosen("inc-7") },
      }),
    );
    expect([form.about, form.text("note"), form.choice("incident")]).toEqual([
      "inc-7",
      "restarted it",
      "inc-7",
    ]);
  });

  test.for([
    {},
    { note: {} },
    { note: { note: { value: null } } },
    { note: { note: { value: "   " } } },
    { note: { other: { value: "x" } } },
    { note: { note: { value: 7 } } },
    { note: { note: { value: "x".repeat(3_001) } } },
  ])("with no text that could be meant has an empty one: %#", (values) => {
    expect(submissionOf(viewOf(values)).text("note")).toBe("");
  });

  test.for([
    {},
    { incident: {} },
    { incident: { incident: { selected_option: null } } },
    { incident: { incident: chosen(7) } },
  ])("without a choice says which one is missing: %#", (values) => {
    expect(refusalOf(() => submissionOf(viewOf(values)).choice("incident"))).toBe(
      "invalid: expected a choice of incident",
    );
  });

  test.for([
    undefined,
    {},
    { state: {} },
    viewOf([]),
    viewOf({ note: 7 }),
    viewOf({}, null),
    viewOf({}, "x".repeat(3_001)),
  ])("in any other form is of another version: %#", (view) => {
    expect(refusalOf(() => submissionOf(view))).toBe("invalid: this form is of another version of Fettle");
  });
});

test("whatever a payload holds, it is read or refused with a fault, and never a bug", () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const near = fc.oneof(
    json,
    json.map((value) => ({ value })),
    json.map((value) => chosen(value)),
    fc.tuple(json, json).map(([values, about]) => viewOf(values, about)),
    fc
      .tuple(json, fc.string())
      .map(([one, about]) => viewOf({ note: { note: one }, incident: { incident: one } }, about)),
  );
  fc.assert(
    fc.property(near, fc.constantFrom("note", "incident", "__proto__", "toString"), (payload, block) => {
      for (const read of [
        () => buttonValue(payload),
        () => choiceValue(payload).join(),
        () => submissionOf(payload).text(block),
        () => submissionOf(payload).choice(block),
      ]) {
        expect(refusalOf(read)).toMatch(/^(?:answered "|invalid: (?:this|expected) )/);
      }
    }),
    { numRuns: 300 },
  );
});
