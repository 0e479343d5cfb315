import type { Secret } from "#core/domain";
import type { Clock, Log } from "#core/runtime";
import type { Backstage, PageFactory } from "./contract.ts";
import type { Faults } from "./faults/faults.ts";
import type { Fixture, Team } from "./fixture.ts";
import type { Calls } from "./model/calls.ts";
import type { Happenings } from "./people/happenings.ts";
import type { Person } from "./people/person.ts";

export interface WorkspaceOptions {
  /** Text of the app's manifest (manifest.yml): scopes, commands, shortcuts, events, and the way of delivery. */
  readonly manifest: string;
  readonly clock: Clock;
  readonly log: Log;
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  readonly fixture?: Fixture;
  /** Whether the installer granted `bot_optional` scopes; they did, unless this says otherwise. */
  readonly optionalScopes?: boolean;
  /** Whether trouble can be ordered over HTTP, too. In-process it always can. */
  readonly faults?: boolean;
  /** Random where they are not given. */
  readonly tokens?: { readonly bot?: Secret; readonly app?: Secret; readonly signingSecret?: Secret };
  /** Where the app listens, on loopback, when the manifest has Socket Mode off. */
  readonly deliverTo?: { readonly url: string };
  /** How long Slack works on a completed upload before it may stand in a block; 2 s. */
  readonly fileReadyMs?: number;
  readonly page?: PageFactory;
}

/**
 * A Slack of its own, on loopback: an imitation that is stricter than the original wherever the original
 * leaves room. The app speaks to it as to Slack; `person` does what people do; nothing in it is kept.
 * Disposal cuts everything.
 */
export interface Workspace extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** For `slackApiUrl` of the SDKs. */
  readonly apiUrl: string;
  /** For a browser, with the secret of this start in it. */
  readonly pageUrl: string;
  readonly team: Team;
  readonly appId: string;
  readonly botToken: Secret;
  readonly appToken: Secret;
  readonly signingSecret: Secret;
  readonly backstage: Backstage;
  /** Somebody at their Slack client. @throws Fault `missing` for an id that is no persona. */
  person(userId: string): Person;
  readonly calls: Calls;
  readonly faults: Faults;
  /** What happens without anybody at a client: people change, groups change, the app is removed. */
  readonly events: Happenings;
  /** Asks the app's address for Slack's challenge; false over sockets. */
  verifyUrl(): Promise<boolean>;
}
