import { AssertionError, deepStrictEqual } from "node:assert";
import { format, inspect } from "node:util";
import { serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import { Secret } from "#core/domain";

const value = "hunter2-swordfish";
const secret = new Secret(value);

describe("a secret", () => {
  test("is given to the one call that asks for it", () => {
    expect(secret.reveal()).toBe(value);
  });

  const shown: Record<string, () => string> = {
    "a template": () => String.raw`${secret}`,
    "a sum of texts": () => ["", secret].join("") + String(secret),
    inspect: () => inspect(secret),
    "inspect of all that is hidden": () =>
      inspect({ deep: [secret] }, { showHidden: true, depth: 9, getters: true, customInspect: false }),
    "every directive of format": () =>
      format("%s %o %O %j %d %i", secret, secret, secret, secret, secret, secret),
    JSON: () => JSON.stringify({ token: secret, deep: [secret] }),
    "a structured clone": () =>
      inspect(structuredClone({ secret })) + JSON.stringify(structuredClone(secret)),
    "what goes to another thread": () => serialize(secret).toString("latin1"),
    "a spread": () => inspect(Object.assign({}, secret)),
    "its own keys": () => inspect(Reflect.ownKeys(secret)) + inspect(Object.entries(secret)),
    "an error's message": () => inspect(new Error(String(secret), { cause: secret })),
    "a failed comparison": () => failedComparison(secret),
  };

  test.for(Object.entries(shown))("is not shown by %s", ([, show]) => {
    const text = show();
    expect(text).not.toBe("");
    expect(text).not.toContain(value);
    expect(text).not.toContain("hunter2");
  });

  test("says that it is one where it would have been shown", () => {
    expect(String.raw`${secret} ${inspect(secret)} ${JSON.stringify(secret)}`).toBe(
      '[secret] [secret] "[secret]"',
    );
  });
});

function failedComparison(actual: unknown): string {
  try {
    deepStrictEqual(actual, { other: true });
  } catch (thrown) {
    if (thrown instanceof AssertionError) return inspect(thrown);
  }
  throw new Error("the comparison should have failed");
}
