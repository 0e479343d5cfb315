import { z } from "zod";
import type { Bolt } from "./bolt.ts";
import type { KnownIdentity } from "./identity.ts";
import type { Outbox } from "./outbox.ts";
import type { People } from "./people.ts";

const userShape = z.looseObject({ user: z.looseObject({ id: z.string() }) });
const groupShape = z.looseObject({ subteam_id: z.string() });
const joinedShape = z.looseObject({ user: z.string(), channel: z.string() });

/** What Slack tells of its own accord, without anybody who waits for an answer. */
export function registerNews(
  { app }: Bolt,
  {
    people,
    outbox,
    identity,
  }: { readonly people: People; readonly outbox: Outbox; readonly identity: KnownIdentity },
): void {
  app.event("user_change", async ({ event }) => {
    const read = userShape.safeParse(event);
    if (read.success) people.forget({ user: read.data.user.id });
  });
  app.event("subteam_members_changed", async ({ event }) => {
    const read = groupShape.safeParse(event);
    if (read.success) people.forget({ slackGroup: read.data.subteam_id });
  });
  app.event("member_joined_channel", async ({ event }) => {
    const read = joinedShape.safeParse(event);
    if (read.success && read.data.user === identity.now?.botUser) outbox.retry(read.data.channel);
  });
  app.event("app_uninstalled", async () => identity.lose("the app was removed from the workspace"));
  app.event("tokens_revoked", async () => identity.lose("the app's tokens were revoked"));
}
