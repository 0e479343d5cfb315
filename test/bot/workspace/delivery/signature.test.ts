import { verifySlackRequest } from "@slack/bolt";
import { expect, test } from "vitest";
import { sign } from "../../../../bot/workspace/delivery/signature.ts";

test("a signature is what Bolt expects, and of nothing else", () => {
  const body = "payload=%7B%22a%22%3A1%7D";
  const headers = {
    "x-slack-signature": sign("secret", 1_767_225_600, body),
    "x-slack-request-timestamp": 1_767_225_600,
  };
  const verify = (more: object = {}) =>
    verifySlackRequest({
      signingSecret: "secret",
      body,
      headers,
      nowMilliseconds: 1_767_225_600_000,
      ...more,
    });
  expect(() => verify()).not.toThrow();
  expect(() => verify({ body: `${body} ` })).toThrow("signature mismatch");
  expect(() => verify({ signingSecret: "other" })).toThrow("signature mismatch");
});
