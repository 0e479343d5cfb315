import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openAccess } from "#core/access";
import { loadRules } from "#core/inspect";
import { parse } from "yaml";

test("the example that npm start runs has rules and policies without a mistake", async () => {
  const text = (file: string) => readFileSync(`examples/local/${file}`, "utf8");
  expect(loadRules([{ file: "shop.yml", text: text("rules/shop.yml") }]).ok).toBe(true);
  const policies = [{ name: "demo", file: "demo.cedar", text: text("policies/demo.cedar") }];
  expect(
    (await openAccess({ policies, groups: { oncall: { users: ["local:0"] }, dev: { users: [] } } })).ok,
  ).toBe(true);
  expect(parse(text("fettle.yml"))).toMatchObject({
    rules: "rules/*.yml",
    access: { policies: "policies/*.cedar" },
  });
});
