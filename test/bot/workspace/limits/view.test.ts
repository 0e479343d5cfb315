import { describe, expect, test } from "vitest";
import { viewProblems, viewTooLarge } from "../../../../bot/workspace/limits/view.ts";

const plain = (n: number) => ({ type: "plain_text", text: "x".repeat(n) });
const modal = (more: object = {}) => ({ type: "modal", title: plain(1), blocks: [], ...more });
const input = { type: "input", label: plain(1), element: { type: "plain_text_input" } };

const places = (view: unknown, type: "modal" | "home" = "modal"): string[] =>
  viewProblems(view, type, () => true).map(({ at }) => at);

describe("a modal", () => {
  test.for([
    ["title", 24, (n: number) => modal({ title: plain(n) }), "/view/title/text"],
    ["submit", 24, (n: number) => modal({ submit: plain(n) }), "/view/submit/text"],
    ["close", 24, (n: number) => modal({ close: plain(n) }), "/view/close/text"],
    [
      "private_metadata",
      3_000,
      (n: number) => modal({ private_metadata: "x".repeat(n) }),
      "/view/private_metadata",
    ],
    ["callback_id", 255, (n: number) => modal({ callback_id: "x".repeat(n) }), "/view/callback_id"],
    ["external_id", 255, (n: number) => modal({ external_id: "x".repeat(n) }), "/view/external_id"],
    [
      "blocks",
      100,
      (n: number) => modal({ blocks: Array.from({ length: n }, () => ({ type: "divider" })) }),
      "/view/blocks",
    ],
  ] as const)("has a %s of at most %i", ([, most, view, at]) => {
    expect(places(view(most))).toEqual([]);
    expect(places(view(most + 1))).toEqual([at]);
  });

  test("with inputs needs a way to send them", () => {
    expect(places(modal({ blocks: [input] }))).toEqual(["/view"]);
    expect(places(modal({ blocks: [input], submit: plain(1) }))).toEqual([]);
  });

  test("is a modal with title and blocks, and no other fields", () => {
    expect(places({ type: "modal" })).toEqual(["/view", "/view", "/view/blocks"]);
    expect(places(modal({ color: "red" }))).toEqual(["/view"]);
    expect(places({ ...modal(), type: "home" })).toEqual(["/view/type"]);
    expect(places("modal")).toEqual(["/view"]);
  });

  test("has at most 250 kB", () => {
    const big = modal({
      blocks: Array.from({ length: 80 }, () => ({ type: "section", text: plain(3_000) })),
    });
    expect(viewTooLarge(big)).toBe(false);
    expect(viewTooLarge({ ...big, blocks: [...big.blocks, ...big.blocks] })).toBe(true);
  });
});

test("the Home tab has no title", () => {
  expect(places({ type: "home", blocks: [{ type: "divider" }], private_metadata: "x" }, "home")).toEqual([]);
  expect(places({ type: "home", blocks: [], title: plain(1) }, "home")).toEqual(["/view"]);
});
