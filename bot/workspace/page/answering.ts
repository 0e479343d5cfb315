import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Backstage } from "../contract.ts";
import { openActing } from "./acting.ts";
import { redirect, send, sendHtml, sendJson } from "./answer.ts";
import { openAssets } from "./assets.ts";
import { personOf } from "./cast-of.ts";
import type { Changes } from "./changes.ts";
import { sendFile } from "./files.ts";
import { openRenderer } from "./render/renderer.ts";
import type { Route } from "./route.ts";
import { noticeShell, pageShell, sideBySideShell } from "./shell.ts";
import { pageState } from "./state.ts";

export interface AnsweringOptions {
  readonly backstage: Backstage;
  readonly hosts: readonly string[];
  readonly personas: readonly string[];
  readonly changes: Changes;
}

type Answering = (route: Route, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const sideBySideMax = 4;

/** Answers those who are in. */
export function openAnswering({ backstage, hosts, personas, changes }: AnsweringOptions): Answering {
  const assets = openAssets();
  const acting = openActing(backstage);
  // A version counts from anew when the workspace does, so the start is part of the tag.
  const start = randomUUID();
  let renderer: ReturnType<typeof openRenderer> | undefined;

  const sendState = async (route: Route<"state">, request: IncomingMessage, response: ServerResponse) => {
    renderer ??= openRenderer();
    const drawn = await renderer;
    const snapshot = backstage.snapshot(route.persona);
    if (snapshot === undefined) return sendNobody(response);
    const tag = `"${start}-${snapshot.version}-${encodeURIComponent(route.channel)}"`;
    if (request.headers["if-none-match"] === tag)
      return send(response, { ...unchanged, headers: { etag: tag } });
    const { channel } = route;
    sendJson(response, 200, pageState({ snapshot, channel, hosts, files: backstage, renderer: drawn }), tag);
  };

  const sendPage = ({ persona }: Route<"page">, response: ServerResponse): void => {
    const snapshot = backstage.snapshot(persona);
    if (snapshot === undefined) return sendNobody(response);
    sendHtml(response, 200, pageShell(personOf(snapshot.me), snapshot.team, assets.modules));
  };

  const sendSideBySide = (route: Route<"side-by-side">, response: ServerResponse): void => {
    const wanted = route.personas.length > 0 ? route.personas : personas.slice(0, 2);
    const seen = wanted
      .slice(0, sideBySideMax)
      .map((id) => backstage.snapshot(id))
      .filter((one) => one !== undefined);
    const [first] = seen;
    if (first === undefined) return sendNobody(response);
    const people = seen.map(({ me }) => personOf(me));
    sendHtml(response, 200, sideBySideShell(people, first.team.name, route.at));
  };

  const sendAsset = ({ path }: Route<"asset">, response: ServerResponse): void => {
    const asset = assets.get(path);
    if (asset === undefined)
      return sendHtml(response, 404, noticeShell("Not found", "There is no such page."));
    send(response, { status: 200, ...asset });
  };

  return async (route, request, response) => {
    switch (route.kind) {
      case "start":
        return redirect(response, `/as/${encodeURIComponent(personas[0] ?? "")}`);
      case "page":
        return sendPage(route, response);
      case "side-by-side":
        return sendSideBySide(route, response);
      case "state":
        return sendState(route, request, response);
      case "changes":
        if (!changes.listen(response))
          sendJson(response, 503, { ok: false, told: "too many pages are open" });
        return;
      case "act":
        return acting.act(route.persona, request, response);
      case "file":
        return sendFile(response, route.id, backstage);
      case "asset":
        return sendAsset(route, response);
      case "archive":
        return redirect(response, `/as/${encodeURIComponent(personas[0] ?? "")}${route.spot}`);
    }
  };
}

const unchanged = { status: 304, type: "application/json; charset=utf-8", body: "" };

function sendNobody(response: ServerResponse): void {
  const why = "Nobody with this id can be played: bots and the deactivated have no page. Start at /.";
  sendHtml(response, 404, noticeShell("Nobody by this name", why));
}
