import type { Json } from "../../../bot/workspace/json.ts";
import type { TestStage } from "./stage.ts";

/** What the tests of people have in common. */

export const plain = (text: string) => ({ type: "plain_text", text });

export const button = (action_id: string, more: object = {}) => ({
  type: "button",
  text: plain("Press"),
  action_id,
  ...more,
});

/** Payloads in the order in which the app got them. */
export function payloads({ carried }: TestStage): readonly Json[] {
  return carried.map(({ outgoing }) => outgoing.payload);
}

/** Posts a message of the app with one actions block, `card`; gives its ts. */
export async function withButtons(
  stage: TestStage,
  elements: readonly object[] = [button("ack", { value: "inc-1" })],
): Promise<string> {
  const blocks = [{ type: "actions", block_id: "card", elements }];
  const answer = await stage.call("chat.postMessage", { channel: "C0ALERTS", text: "x", blocks });
  return String(answer["ts"]);
}
