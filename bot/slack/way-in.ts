import { Fault } from "#core/domain";
import type { Clock, Log, Metrics } from "#core/runtime";
import type { SlackApi } from "./api.ts";
import { openHttpIntake } from "./http-intake.ts";
import { openIntake, type Dispatch } from "./intake.ts";
import type { SlackSettings } from "./settings.ts";
import { openSockets } from "./sockets.ts";

export interface WayInOptions {
  readonly settings: SlackSettings;
  readonly api: SlackApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly dispatch: Dispatch;
}

/** How Slack reaches Fettle. */
export interface WayIn extends AsyncDisposable {
  /** Connections of Socket Mode; undefined over HTTP. */
  readonly connected: number | undefined;
}

/** @throws Fault `denied` for an app token that Slack does not take, or a port that cannot be had. */
export async function openWayIn(options: WayInOptions): Promise<WayIn> {
  const { clock, log, metrics, settings, api, dispatch } = options;
  const intake = openIntake({ clock, log, metrics, dispatch });
  const { way } = settings;
  if (way.kind === "socket") {
    const ticket = async (): Promise<string> => {
      const answer = await api.call("apps.connections.open", (client) =>
        client.apps.connections.open({ token: way.appToken.reveal() }),
      );
      return expectTicket(answer.url, settings.apiUrl);
    };
    return openSockets({ clock, log, metrics, intake, ticket });
  }
  const server = await openHttpIntake({ ...way, clock, log, metrics, intake });
  return { connected: undefined, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** What is said over it is worth a token: it must be encrypted, but for a Slack on this machine. */
function expectTicket(url: string | undefined, apiUrl: string): string {
  const local = URL.parse(apiUrl)?.protocol === "http:";
  const parsed = url === undefined ? null : URL.parse(url);
  if (url !== undefined && (parsed?.protocol === "wss:" || (local && parsed?.protocol === "ws:"))) return url;
  throw new Fault("unavailable", "Slack named no address for a connection");
}
