import { expect, test } from "vitest";
import type { FieldValue } from "#core/domain";
import { openRedactor } from "#core/redact";

const redactor = openRedactor({ key: Buffer.alloc(32, 7) });

test("texts are redacted at any depth, other values keep their type", () => {
  const email = redactor.pseudonym("email", "a@b.de");
  expect(redactor.redactValue({ n: 1, ok: true, none: null, list: ["a@b.de"], "a@b.de": "x" })).toEqual({
    n: 1,
    ok: true,
    none: null,
    list: [email],
    [email]: "x",
  });
});

test("a field whose name says secret hides every text and number in it", () => {
  const s = (value: string): string => redactor.pseudonym("secret", value);
  expect(
    redactor.redactValue({
      dbPassword: 12,
      "X-Auth-Token": "abc",
      token: null,
      credentials: { user: "bob", keys: ["k"] },
      token_count: 5,
    }),
  ).toEqual({
    dbPassword: s("12"),
    "X-Auth-Token": s("abc"),
    token: null,
    credentials: { user: s("bob"), keys: [s("k")] },
    token_count: 5,
  });
});

test("a redacted value is left as it is", () => {
  const once = redactor.redactValue({ password: "abc", mail: "a@b.de" });
  expect(redactor.redactValue(once)).toEqual(once);
});

test("what is too deep or too large says so and costs no more", () => {
  let deep: FieldValue = "password=abc";
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(JSON.stringify(redactor.redactValue(deep))).toContain("[too deep]");
  expect(redactor.redactValue({ password: deep })).toBeDefined();
  const wide = redactor.redactValue(Array.from({ length: 1_000_000 }, () => "a@b.de"));
  expect(wide).toHaveLength(10_000);
  expect(JSON.stringify(wide)).toMatch(/"\[too large\]"\]$/);
});

test("a name like __proto__ stays a plain field", () => {
  const redacted = redactor.redactValue({ ["__proto__"]: { password: "x" } });
  expect(JSON.stringify(redacted)).toMatch(/^\{"__proto__":\{"password":"<secret:/);
});
