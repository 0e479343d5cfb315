import { request, type IncomingMessage } from "node:http";
import { readBody } from "../server/body.ts";

export interface Posted {
  readonly status: number;
  readonly text: string;
  readonly noRetry: boolean;
}

const mostAnswerBytes = 1024 * 1024;

/**
 * One POST on a connection of its own, so that nothing stays open behind it. Undefined when nobody
 * answered; aborting `signal` cuts it.
 */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Posted | undefined> {
  const response = await new Promise<IncomingMessage | undefined>((resolve) => {
    const sending = request(url, { method: "POST", agent: false, headers, signal }, resolve);
    sending.on("error", () => resolve(undefined));
    sending.end(body);
  });
  if (response === undefined) return undefined;
  const answer = await readBody(response, mostAnswerBytes);
  if (answer === undefined) return undefined;
  const noRetry = response.headers["x-slack-no-retry"] === "1";
  return { status: response.statusCode ?? 0, text: answer.toString(), noRetry };
}
