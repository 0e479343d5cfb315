import { Fault } from "#core/domain";
import { parse } from "yaml";
import { z } from "zod";
import type { Shortcut } from "./contract.ts";

/** What the app's manifest grants and declares. Nothing else exists for the workspace. */
export interface Manifest {
  readonly name: string;
  readonly scopes: ReadonlySet<string>;
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  readonly events: ReadonlySet<string>;
  readonly homeTab: boolean;
  /** Whether people may write to the app. */
  readonly messagesTab: boolean;
  readonly interactivity: boolean;
  readonly socketMode: boolean;
}

export interface SlashCommand {
  /** With its slash. */
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
  /** Whether names of people and channels arrive as `<@U…|name>` and `<#C…|name>`. */
  readonly escape: boolean;
}

const names = z.array(z.string()).default([]);

const schema = z.object({
  display_information: z.object({ name: z.string() }),
  features: z
    .object({
      app_home: z
        .object({
          home_tab_enabled: z.boolean().default(false),
          messages_tab_enabled: z.boolean().default(false),
          messages_tab_read_only_enabled: z.boolean().default(true),
        })
        .prefault({}),
      shortcuts: z
        .array(
          z.object({
            name: z.string(),
            type: z.enum(["global", "message"]),
            callback_id: z.string(),
            description: z.string(),
          }),
        )
        .default([]),
      slash_commands: z
        .array(
          z.object({
            command: z.string().startsWith("/"),
            description: z.string(),
            usage_hint: z.string().default(""),
            should_escape: z.boolean().default(false),
          }),
        )
        .default([]),
    })
    .prefault({}),
  oauth_config: z.object({ scopes: z.object({ bot: names, bot_optional: names }).prefault({}) }).prefault({}),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: names }).prefault({}),
      interactivity: z.object({ is_enabled: z.boolean().default(false) }).prefault({}),
      socket_mode_enabled: z.boolean().default(false),
    })
    .prefault({}),
});

/**
 * Reads what the workspace needs of a manifest (docs.slack.dev/reference/app-manifest). Optional scopes are
 * granted only where `optionalScopes` says so, as the person who installs decides.
 * @throws Fault `invalid`
 */
export function parseManifest(text: string, optionalScopes: boolean): Manifest {
  const parsed = schema.safeParse(parseYaml(text));
  if (!parsed.success) throw new Fault("invalid", `the app manifest: ${z.prettifyError(parsed.error)}`);
  const { display_information, features, oauth_config, settings } = parsed.data;
  const { bot, bot_optional } = oauth_config.scopes;
  const home = features.app_home;
  return {
    name: display_information.name,
    scopes: new Set([...bot, ...(optionalScopes ? bot_optional : [])]),
    commands: features.slash_commands.map((one) => ({
      command: one.command,
      description: one.description,
      usageHint: one.usage_hint,
      escape: one.should_escape,
    })),
    shortcuts: features.shortcuts.map(({ callback_id, ...one }) => ({ ...one, callbackId: callback_id })),
    events: new Set(settings.event_subscriptions.bot_events),
    homeTab: home.home_tab_enabled,
    messagesTab: home.messages_tab_enabled && !home.messages_tab_read_only_enabled,
    interactivity: settings.interactivity.is_enabled,
    socketMode: settings.socket_mode_enabled,
  };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (thrown) {
    throw new Fault("invalid", "the app manifest is no YAML", { cause: thrown });
  }
}
