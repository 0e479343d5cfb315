import { describe, expect, test } from "vitest";
import { legible, readForm } from "../../../../bot/workspace/server/form.ts";

const read = (type: string, body: string, query = "", authorization?: string) =>
  readForm({ type, body, query: new URLSearchParams(query), authorization });
const form = "application/x-www-form-urlencoded";
const json = "application/json; charset=utf-8";

describe("arguments come", () => {
  test("in a form, also with the token", () => {
    expect(read(form, "token=xoxb-1&channel=C1&text=a+b%26")).toEqual({
      args: { channel: "C1", text: "a b&" },
      token: "xoxb-1",
    });
    expect(read(form, "token=xoxb-1", "", "Bearer xoxb-2")?.token).toBe("xoxb-2");
  });

  test("as JSON, where the token stands in the header", () => {
    const body = JSON.stringify({ token: "xoxb-1", limit: 3 });
    expect(read(json, body)).toEqual({ args: { token: "xoxb-1", limit: 3 }, token: undefined });
    expect(read(json, body, "", "Bearer xoxb-2")?.token).toBe("xoxb-2");
  });

  test("in the address", () => {
    expect(read("", "", "user=U1", "Bearer xoxb-2")).toEqual({ args: { user: "U1" }, token: "xoxb-2" });
  });

  test.for([
    [json, "["],
    [json, "[]"],
    ["text/plain", "x"],
    ["", "x"],
  ] as const)("and not as %s %s", ([type, body]) => {
    expect(read(type, body)).toBeUndefined();
  });
});

test("the log shows JSON that came in text as what it is, and texts as they came", () => {
  expect(legible({ blocks: '[{"type":"divider"}]', text: "[1]", view: "{" })).toEqual({
    blocks: [{ type: "divider" }],
    text: "[1]",
    view: "{",
  });
});
