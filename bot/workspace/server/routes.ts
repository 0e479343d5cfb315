import type { IncomingMessage, ServerResponse } from "node:http";
import { type Api, is, type Tokens } from "../api/api.ts";
import type { Page } from "../contract.ts";
import { control } from "../faults/control.ts";
import type { Faults, MethodFaults } from "../faults/faults.ts";
import { parseJson } from "../json.ts";
import { responsePath } from "../model/response-urls.ts";
import { uploadPath } from "../model/uploads.ts";
import type { World } from "../model/world.ts";
import { answerText, redirect } from "./answer.ts";
import { answerApi, answerResponseUrl, answerUpload, type Asked } from "./answering.ts";
import { mostBodyBytes, readBody } from "./body.ts";
import { bearerOf } from "./form.ts";
import { isBrowsers, isOwnHost } from "./hosts.ts";

export interface RoutesOptions {
  readonly world: World;
  readonly api: Api;
  readonly tokens: Tokens;
  readonly methodFaults: MethodFaults;
  /** Undefined where faults cannot be ordered over HTTP. */
  readonly faults: Faults | undefined;
  readonly hosts: readonly string[];
  readonly page: Page | undefined;
  /** Aborts when the workspace closes. */
  readonly ending: AbortSignal;
}

export type Routes = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Everything that this server answers; whatever is not Slack's goes to the page. */
export function openRoutes(options: RoutesOptions): Routes {
  const { world, hosts, page } = options;
  return async (request, response) => {
    if (!isOwnHost(request, hosts)) return answerText(response, 403, "wrong host");
    const url = URL.parse(request.url ?? "", world.url);
    if (url === null) return answerText(response, 400, "no address");
    const slack = route(url.pathname, request.method ?? "", options);
    if (slack !== undefined) {
      if (isBrowsers(request)) return answerText(response, 403, "this is for the app, not for pages");
      return slack({ ...options, request, response, url });
    }
    if ((await page?.handle(request, response)) === true) return;
    // Permalinks are part of Slack; where no page knows the message, they lead to the page at least.
    if (page !== undefined && url.pathname.startsWith("/archives/")) redirect(response, "/");
    else answerText(response, 404, "not found");
  };
}

function route(
  path: string,
  method: string,
  { faults, tokens }: RoutesOptions,
): ((asked: Asked) => Promise<void>) | undefined {
  if (path.startsWith("/api/") && (method === "POST" || method === "GET")) return answerApi;
  if (method !== "POST") return undefined;
  if (path.startsWith(responsePath)) return answerResponseUrl;
  if (path.startsWith(uploadPath)) return answerUpload;
  if (path === "/ctl/fault" && faults !== undefined) return (asked) => answerControl(asked, faults, tokens);
  return undefined;
}

async function answerControl({ request, response }: Asked, faults: Faults, tokens: Tokens): Promise<void> {
  const body = await readBody(request, mostBodyBytes);
  const bearer = bearerOf(request.headers.authorization) ?? "";
  if (!is(bearer, tokens.bot)) return answerText(response, 401, "the bot token is needed");
  const isDone = await control(faults, parseJson(body?.toString() ?? ""));
  answerText(response, isDone ? 200 : 400, isDone ? "done" : "no such order");
}
