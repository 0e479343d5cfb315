import { describe, expect, test } from "vitest";
import type { Control, InputPiece, Piece } from "../../../../../bot/workspace/page/model.ts";
import {
  initialValue,
  inputProblems,
  inputValues,
  type FormValue,
} from "../../../../../bot/workspace/page/browser/form.ts";

const head = { confirm: null, action: "a" };
const text = {
  kind: "text",
  input: "text",
  multiline: false,
  initial: "",
  placeholder: "",
  minLength: 0,
  maxLength: 10,
  focus: false,
} as const;
const select = { kind: "select", options: [], initial: ["x"], placeholder: "", max: null } as const;

function input(block: string, control: object, optional = false): InputPiece {
  return {
    kind: "input",
    block,
    label: block,
    hint: "",
    optional,
    dispatch: false,
    control: { ...head, block, ...text, ...control },
  };
}

const read =
  (values: Readonly<Record<string, FormValue>>) =>
  ({ block }: Control): FormValue =>
    values[block] ?? "";

describe("what is sent of a view", () => {
  const pieces: Piece[] = [
    { kind: "html", html: "" },
    input("reason", {}),
    { kind: "group", look: "container", title: "", pieces: [input("inner", {})] },
    {
      kind: "section",
      block: "pick",
      html: "",
      accessory: { ...head, block: "pick", ...select, multiple: true },
    },
    {
      kind: "actions",
      block: "do",
      controls: [
        { ...head, block: "do", kind: "button", text: "x", label: "x", style: "default", url: null },
      ],
    },
  ];

  test("is every input by block and action, also in containers and beside sections, but no button", () => {
    expect(inputValues(pieces, read({ reason: "because", pick: ["x", "y"] }))).toEqual({
      reason: { a: "because" },
      inner: { a: null },
      pick: { a: ["x", "y"] },
    });
  });

  test("of an empty choice is null, as of an empty text", () => {
    expect(inputValues(pieces, read({ pick: [] }))).toMatchObject({ pick: { a: null }, reason: { a: null } });
  });

  test("begins as the app says", () => {
    expect(initialValue({ ...head, block: "b", ...select, multiple: true })).toEqual(["x"]);
    expect(initialValue({ ...head, block: "b", ...select, multiple: false })).toBe("x");
    expect(initialValue({ ...head, block: "b", ...select, initial: [], multiple: false })).toBe("");
  });
});

describe("what is wrong with a view", () => {
  test.for([
    ["nothing where all is filled", input("b", {}), "x", undefined],
    ["a gap", input("b", {}), "", "Please complete this required field."],
    ["no gap where it may be left out", input("b", {}, true), "", undefined],
    ["too short a text", input("b", { minLength: 3 }), "ab", "Please enter at least 3 characters."],
    ["too long a text", input("b", {}), "12345678901", "Please enter at most 10 characters."],
    ["no number", input("b", { input: "number" }), "1e", "Please enter a number."],
    ["a number", input("b", { input: "number" }), "-1.5", undefined],
    ["no mail address", input("b", { input: "email" }), "ada", "Please enter a valid email address."],
    ["no web address", input("b", { input: "url" }), "e.org", "Please enter a valid URL."],
  ] as const)("is told beside its input: %s", ([, piece, value, problem]) => {
    expect(inputProblems([piece], read({ b: value }))).toEqual(problem === undefined ? {} : { b: problem });
  });
});
