import { Fault } from "#core/domain";
import type { Http } from "#core/reach";
import type { Gesture } from "../../handlers/index.ts";
import { type Message, messageModal } from "../blocks/index.ts";
import type { SlackApi } from "./api.ts";
import type { Files } from "./files.ts";
import { showView } from "./show-view.ts";

export interface AnswerOptions {
  readonly api: SlackApi;
  readonly http: Http;
  readonly files: Files;
  /** Where response URLs may lead to: `https://hooks.slack.com`, or the local workspace. */
  readonly responseOrigin: string;
}

/** Nobody wants to see an answer twice. */
const once = { repeatable: false };
const answerMs = 5_000;
const mostAnswer = 2_000;

/**
 * Answers whoever did something, where they did it, so that nobody else sees it: through the response URL of their
 * gesture; in a channel's thread that mentioned Fettle; as a modal over the Home or modal they clicked in; else in
 * their messages with Fettle. What is too long for a message goes beside it as a file.
 */
export async function answer(gesture: Gesture, message: Message, options: AnswerOptions): Promise<void> {
  await say(gesture, message, options);
  if (message.file !== undefined) await options.files.send(message.file, gesture.user);
}

async function say(
  gesture: Gesture,
  message: Message,
  { api, http, responseOrigin }: AnswerOptions,
): Promise<void> {
  const { user, channel, trigger, view, responseUrl } = gesture;
  const { text } = message;
  const blocks = [...message.blocks];
  if (responseUrl !== undefined) {
    await respond(
      responseUrl,
      { response_type: "ephemeral", replace_original: false, text, blocks },
      { http, responseOrigin },
    );
  } else if (view !== undefined && trigger !== undefined) {
    await showView(api, { trigger, over: view }, messageModal("Fettle", message));
  } else if (channel !== undefined && !channel.startsWith("D")) {
    const thread = gesture.thread === undefined ? {} : { thread_ts: gesture.thread };
    await api.call(
      "chat.postEphemeral",
      (client) => client.chat.postEphemeral({ channel, user, text, blocks, ...thread }),
      once,
    );
  } else {
    const to = channel ?? user;
    await api.call("chat.postMessage", (client) => client.chat.postMessage({ channel: to, text, blocks }), {
      channel: to,
      repeatable: false,
    });
  }
}

/**
 * @throws Fault `denied` for a response URL that is not Slack's: the payload would steer us elsewhere; `unavailable`
 * when Slack does not take the answer.
 */
async function respond(
  url: string,
  body: unknown,
  { http, responseOrigin }: Pick<AnswerOptions, "http" | "responseOrigin">,
): Promise<void> {
  if (URL.parse(url)?.origin !== responseOrigin) {
    throw new Fault("denied", "a payload named a response URL that is not Slack's");
  }
  const { status } = await http.request({
    url,
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
    timeoutMs: answerMs,
    maxBytes: mostAnswer,
  });
  if (status !== 200) throw new Fault("unavailable", `Slack did not take an answer (${status})`);
}
