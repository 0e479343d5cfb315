import { describe, expect, test } from "vitest";
import { filled, formErrors } from "../../../../bot/workspace/people/form.ts";
import { initialState } from "../../../../bot/workspace/payload/input-state.ts";

const input = (element: object) => [
  { type: "input", block_id: "b", element: { action_id: "a", ...element } },
];

function errorOf(element: object, entry: string | readonly string[] | null): string | undefined {
  const blocks = input(element);
  return formErrors(blocks, filled(blocks, initialState(blocks), { b: { a: entry } }))["b"];
}

const options = [{ text: { type: "plain_text", text: "x" }, value: "x" }];

describe("a client checks an input by itself:", () => {
  test.for([
    [{ type: "plain_text_input" }, "x", "", "Please complete this required field."],
    [{ type: "plain_text_input", max_length: 2 }, "ab", "abc", "Please enter at most 2 characters."],
    [{ type: "plain_text_input", min_length: 2 }, "ab", "a", "Please enter at least 2 characters."],
    [{ type: "email_text_input" }, "a@b.test", "a@b", "Please enter a valid email address."],
    [{ type: "url_text_input" }, "https://b.test", "b", "Please enter a valid URL."],
    [{ type: "number_input", is_decimal_allowed: false }, "3", "3.5", "Please enter a number."],
    [
      { type: "number_input", is_decimal_allowed: true, max_value: "4" },
      "3.5",
      "5",
      "Please enter at most 4.",
    ],
    [
      { type: "number_input", is_decimal_allowed: true, min_value: "2" },
      "2",
      "1",
      "Please enter at least 2.",
    ],
    [{ type: "checkboxes", options }, ["x"], [], "Please complete this required field."],
    [{ type: "static_select", options }, "x", null, "Please complete this required field."],
    [{ type: "datetimepicker" }, "1767225600", null, "Please complete this required field."],
  ] as const)("%j takes %j, and not %j", ([element, good, bad, error]) => {
    expect(errorOf(element, good)).toBeUndefined();
    expect(errorOf(element, bad)).toBe(error);
  });
});

test("an input that is not named keeps what it holds, first of all what it begins with", () => {
  const blocks = input({ type: "plain_text_input", initial_value: "begin" });
  const state = initialState(blocks);
  expect(filled(blocks, state, {})).toEqual({ b: { a: { type: "plain_text_input", value: "begin" } } });
  const typed = filled(blocks, state, { b: { a: "typed" } });
  expect(filled(blocks, typed, { other: { a: "x" } })).toEqual(typed);
  expect(initialState(blocks, typed)).toEqual(typed);
  expect(initialState(input({ type: "url_text_input" }), typed)).toEqual({
    b: { a: { type: "url_text_input", value: null } },
  });
});
