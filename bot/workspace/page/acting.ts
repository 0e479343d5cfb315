import type { IncomingMessage, ServerResponse } from "node:http";
import type { Backstage } from "../contract.ts";
import { readBody } from "../server/body.ts";
import { actSchema } from "./act-schema.ts";
import { sendJson } from "./answer.ts";

const mostBytes = 256 * 1024;
const mostAtOnce = 32;

/** Does what a person does on the page. The answer is the ActResult, which waits for the app. */
export interface Acting {
  act(user: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export function openActing(backstage: Backstage): Acting {
  let running = 0;
  return {
    act: async (user, request, response) => {
      // A form of another site cannot send this type without asking first.
      if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
        sendJson(response, 415, failed("expected a body of type application/json"));
        return;
      }
      const body = await readBody(request, mostBytes);
      const act = actSchema.safeParse(body === undefined ? undefined : parseJson(body.toString("utf8")));
      if (!act.success) {
        const path = act.error.issues[0]?.path.join(".") ?? "";
        sendJson(response, 400, failed(`expected an act as the page sends it; it is wrong at "${path}"`));
        return;
      }
      if (running >= mostAtOnce) {
        sendJson(response, 503, failed("too much at once: wait until the app has answered"));
        return;
      }
      running += 1;
      try {
        sendJson(response, 200, await backstage.act(user, act.data));
      } finally {
        running -= 1;
      }
    },
  };
}

function failed(told: string): { readonly ok: false; readonly told: string } {
  return { ok: false, told };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
