import type { IncomingMessage, ServerResponse } from "node:http";
import type { Api, ApiAnswer } from "../api/api.ts";
import { mostFileBytes, receiveUpload } from "../api/files.ts";
import { respond } from "../api/respond.ts";
import type { MethodFaults } from "../faults/faults.ts";
import { strike, type Struck } from "../faults/strike.ts";
import { isJson, type Json, objectOf, parseJson, textOf } from "../json.ts";
import type { World } from "../model/world.ts";
import { answerJson, answerText, cut } from "./answer.ts";
import { mostBodyBytes, readBody } from "./body.ts";
import { legible, readForm } from "./form.ts";
import { uploadedBytes } from "./multipart.ts";

/** One request, and what it takes to answer it. */
export interface Asked {
  readonly world: World;
  readonly api: Api;
  readonly methodFaults: MethodFaults;
  readonly ending: AbortSignal;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

export async function answerApi(asked: Asked): Promise<void> {
  const { request, response, url, api } = asked;
  const method = url.pathname.slice("/api/".length);
  const body = await readBody(request, mostBodyBytes);
  if (body === undefined) return answerText(response, 413, "too large");
  const { authorization, "content-type": type = "" } = request.headers;
  const form = readForm({ type, query: url.searchParams, body: body.toString(), authorization });
  const struck = await conduct(asked, method, legible(form?.args ?? {}), () =>
    form === undefined ? refusal(200, "invalid_form_data") : api.answer({ method, ...form }),
  );
  if (struck === "cut") cut(response);
  else answerJson(response, struck.status, struck.body, struck.headers);
}

export async function answerResponseUrl(asked: Asked): Promise<void> {
  const { request, response, url, world } = asked;
  const body = await readBody(request, mostBodyBytes);
  const args = parseJson(body?.toString() ?? "");
  const struck = await conduct(asked, "response_url", objectOf(args), () => {
    if (!isJson(args)) return refusal(400, "invalid_payload");
    const respondent = world.responseUrls.use(url.pathname);
    if (respondent === undefined) return refusal(404, "expired_url");
    if (typeof respondent === "string") return refusal(404, respondent);
    const wrong = respond(world, respondent, args);
    return wrong === undefined ? done() : refusal(400, wrong.error, wrong.beside);
  });
  if (struck === "cut") cut(response);
  else answerJson(response, struck.status, struck.body, struck.headers);
}

/** Room for what multipart puts around the bytes. */
const envelopeBytes = 4_096;

export async function answerUpload(asked: Asked): Promise<void> {
  const { request, response, url, world } = asked;
  const body = await readBody(request, mostFileBytes + envelopeBytes);
  const bytes = uploadedBytes(request.headers["content-type"] ?? "", body ?? Buffer.alloc(0));
  const struck = await conduct(asked, "upload", { bytes: bytes?.length ?? 0 }, () => {
    const file = world.uploads.take(url.pathname);
    if (file === undefined) return refusal(404, "no such upload");
    const isTaken = bytes !== undefined && receiveUpload(world, file, bytes);
    return isTaken ? done() : refusal(400, "not as many bytes as announced");
  });
  if (struck === "cut") return cut(response);
  answerText(response, struck.status, textOf(struck.body["error"]) ?? `OK - ${bytes?.length ?? 0}`);
}

/** Answers a call, or does with it what its fault wants, and writes it into the log. */
async function conduct(
  { world, methodFaults, ending }: Asked,
  method: string,
  args: Json,
  answer: () => Promise<ApiAnswer> | ApiAnswer,
): Promise<Struck> {
  const { clock, calls } = world;
  const struck = await strike(methodFaults.take(method), { clock, ending }, async () => answer());
  const told: Pick<ApiAnswer, "status" | "body"> = struck === "cut" ? { status: 0, body: {} } : struck;
  const error = textOf(told.body["error"]) ?? null;
  calls.call({ method, args, ok: told.body["ok"] === true, error, status: told.status });
  return struck;
}

function done(): ApiAnswer {
  return { status: 200, body: { ok: true }, headers: {} };
}

function refusal(status: number, error: string, beside: Json = {}): ApiAnswer {
  return { status, body: { ok: false, error, ...beside }, headers: {} };
}
