import { Fault, isFault } from "#core/domain";
import type { Clock } from "#core/runtime";
import { z } from "zod";
import type { SlackApi } from "./api.ts";

/** What users.info says of somebody. */
export interface Profile {
  readonly team: string;
  /** Plain text, as Slack shows it. */
  readonly name: string;
  readonly deleted: boolean;
  readonly bot: boolean;
  readonly guest: boolean;
  readonly stranger: boolean;
}

export interface Profiles {
  /** Not older than a minute: rights are decided by it. @throws SlackFault */
  fresh(user: string): Promise<Profile>;
  /** Possibly an hour old: good for a name. @throws SlackFault */
  read(user: string): Promise<Profile>;
  forget(user: string): void;
}

/** Every mark is read strictly: one that is missing or odd is an answer that nothing can be decided by. */
const userShape = z.looseObject({
  id: z.string(),
  team_id: z.string(),
  deleted: z.boolean(),
  is_bot: z.boolean(),
  is_restricted: z.boolean(),
  is_ultra_restricted: z.boolean(),
  is_stranger: z.boolean().optional(),
  name: z.string(),
  real_name: z.string().optional(),
  profile: z
    .looseObject({ display_name: z.string().optional(), real_name: z.string().optional() })
    .optional(),
});

const freshMs = 60_000;
const keepMs = 60 * 60_000;
const most = 5_000;

export function openProfiles(api: SlackApi, clock: Clock): Profiles {
  const known = new Map<string, { readonly profile: Promise<Profile>; readonly atMs: number }>();

  async function ask(user: string): Promise<Profile> {
    const answer = await api.call("users.info", (client) => client.users.info({ user }));
    const read = userShape.safeParse(answer.user);
    if (!read.success || read.data.id !== user)
      throw new Fault("unavailable", "Slack does not tell who this is");
    const { data } = read;
    const name = data.profile?.display_name || data.profile?.real_name || data.real_name || data.name;
    return {
      team: data.team_id,
      name,
      deleted: data.deleted,
      bot: data.is_bot,
      guest: data.is_restricted || data.is_ultra_restricted,
      stranger: data.is_stranger ?? false,
    };
  }

  function lookUp(user: string, maxAgeMs: number): Promise<Profile> {
    const now = clock.monotonicMs();
    const before = known.get(user);
    if (before !== undefined && now - before.atMs < maxAgeMs) return before.profile;
    if (known.size >= most) known.clear();
    const profile = ask(user);
    const entry = { profile, atMs: now };
    known.set(user, entry);
    // A failed look-up is nobody's profile: whoever asks next asks Slack again. That there is nobody is an answer.
    profile.catch((thrown: unknown) => {
      if (known.get(user) === entry && !isFault(thrown, "missing")) known.delete(user);
    });
    return profile;
  }

  return {
    fresh: (user) => lookUp(user, freshMs),
    read: (user) => lookUp(user, keepMs),
    forget: (user) => known.delete(user),
  };
}
