import { listenAddressField } from "#core/api";
import { secretRefField } from "#core/reach";
import { z } from "zod";

/** `slack` of fettle.yml. */
export const slackSection = z.strictObject({
  mode: z
    .enum(["local", "socket", "http"])
    .default("local")
    .describe("local: a Slack of its own, in the browser; socket and http: the real one"),
  botToken: secretRefField.prefault({ env: "SLACK_BOT_TOKEN" }),
  appToken: secretRefField.prefault({ env: "SLACK_APP_TOKEN" }).describe("Mode socket"),
  signingSecret: secretRefField.prefault({ env: "SLACK_SIGNING_SECRET" }).describe("Mode http"),
  listen: listenAddressField
    .prefault("127.0.0.1:3000")
    .describe("Mode http: where Slack's requests arrive, behind a proxy that speaks TLS"),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(9465)
    .describe("Mode local: of the page; another when it is taken"),
});

export type SlackSection = z.output<typeof slackSection>;
