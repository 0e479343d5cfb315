import type { Clock, Log } from "#core/runtime";
import type { AppIds, Fixture, Team } from "../fixture.ts";
import type { Manifest } from "../manifest.ts";
import { openCalls, type CallLog } from "./calls.ts";
import { openChanges, type Changes } from "./changes.ts";
import { openChannels, type Channels } from "./channels.ts";
import { openFiles, type Files } from "./files.ts";
import { openIds, type Ids } from "./ids.ts";
import { openMessages, type Messages } from "./messages.ts";
import { openNotices, type Notices } from "./notices.ts";
import { openPeople, type People } from "./people.ts";
import { openResponseUrls, type ResponseUrls } from "./response-urls.ts";
import { openUploads, type Uploads } from "./uploads.ts";
import { openTriggers, type Triggers } from "./triggers.ts";
import { openViews, type Views } from "./views.ts";

/** All that is known in the workspace. It knows nothing of HTTP, and delivers nothing. */
export interface World {
  readonly clock: Clock;
  readonly log: Log;
  /** Address of the server, without a path. */
  readonly url: string;
  readonly manifest: Manifest;
  readonly team: Team;
  readonly otherTeams: readonly Team[];
  readonly app: AppIds;
  readonly changes: Changes;
  readonly ids: Ids;
  readonly people: People;
  readonly channels: Channels;
  readonly messages: Messages;
  readonly views: Views;
  readonly files: Files;
  readonly uploads: Uploads;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly notices: Notices;
  readonly calls: CallLog;
}

export interface WorldOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly url: string;
  readonly manifest: Manifest;
  readonly fixture: Fixture;
  readonly fileReadyMs: number;
}

export function openWorld(options: WorldOptions): World {
  const { clock, log, url, manifest, fixture } = options;
  const changes = openChanges();
  const ids = openIds(clock);
  const channels = openChannels(fixture, changes);
  const people = openPeople(fixture, changes);
  for (const member of people.all()) if (people.persona(member.id) !== undefined) channels.direct(member.id);
  return {
    clock,
    log,
    url,
    manifest,
    team: fixture.team,
    otherTeams: fixture.otherTeams,
    app: fixture.app,
    changes,
    ids,
    people,
    channels,
    messages: openMessages(changes),
    views: openViews(changes),
    files: openFiles(clock, changes, options.fileReadyMs),
    uploads: openUploads(),
    triggers: openTriggers(clock, ids),
    responseUrls: openResponseUrls(clock),
    notices: openNotices(clock, changes),
    calls: openCalls(clock),
  };
}
