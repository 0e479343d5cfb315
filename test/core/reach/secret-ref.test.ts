import { expect, test } from "vitest";
import { secretRefField } from "#core/reach";

test.each([{ env: "PROM_TOKEN" }, { file: "/run/secrets/prom" }])("%j names a secret's place", (given) => {
  expect(secretRefField.parse(given)).toEqual(given);
});

test.each([
  "hunter2",
  { env: "A", file: "b" },
  { env: "not a name: hunter2" },
  { file: "" },
  { value: "hunter2" },
  {},
])("%j is refused, and what was written there is not repeated", (given) => {
  const result = secretRefField.safeParse(given);
  expect(result.success).toBe(false);
  expect(JSON.stringify(result.error?.issues)).not.toContain("hunter2");
  expect(result.error?.issues[0]?.message).toContain("expected");
});
