import { isFault } from "#core/domain";
import type { Clock, Log } from "#core/runtime";
import { fileURLToPath } from "node:url";
import { readText } from "./config-files.ts";
import type { SlackSettings } from "./slack/settings.ts";
import type { Workspace } from "./workspace/index.ts";

/** A Slack of its own for this start, and how Fettle reaches it. */
export interface LocalSlack extends AsyncDisposable {
  readonly settings: SlackSettings;
  /** For a browser; holds the secret of this start. */
  readonly pageUrl: string;
}

/** Where manifest.yml is. */
const manifestFile = fileURLToPath(new URL("../manifest.yml", import.meta.url));

/** On the given port, or on any other when that one is taken. Nothing of it is loaded where the real Slack is used. */
export async function openLocalSlack(options: {
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<LocalSlack> {
  const workspace = await openOn(options.port, options);
  const { apiUrl, url: origin, botToken, appToken } = workspace;
  return {
    settings: {
      botToken,
      apiUrl,
      responseOrigin: origin,
      uploadOrigin: origin,
      forgetful: true,
      way: { kind: "socket", appToken },
    },
    pageUrl: workspace.pageUrl,
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

async function openOn(
  port: number,
  options: { readonly clock: Clock; readonly log: Log },
): Promise<Workspace> {
  const { loadPage, openWorkspace } = await import("./workspace/index.ts");
  const page = await loadPage();
  const manifest = readText(manifestFile);
  try {
    return await openWorkspace({ ...options, manifest, port, page });
  } catch (thrown) {
    if (port === 0 || !isFault(thrown, "unavailable")) throw thrown;
    return openWorkspace({ ...options, manifest, port: 0, page });
  }
}
