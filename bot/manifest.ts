import type { AppsManifestValidateArguments } from "@slack/web-api";
import { Fault } from "#core/domain";
import { stringify } from "yaml";
import { eventsPath } from "./slack/http-path.ts";

/** Slack's own type: a wrong scope or event does not compile. */
type Manifest = AppsManifestValidateArguments["manifest"];

/** What Fettle asks of a workspace; manifest.yml says the same, with comments. Fields: https://docs.slack.dev/reference/app-manifest */
export const manifest = {
  display_information: {
    name: "Fettle",
    description: "Inspects, forecasts and heals what you run, with each person's rights checked.",
    background_color: "#14532d",
  },
  features: {
    app_home: {
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    },
    bot_user: { display_name: "fettle", always_online: true },
    shortcuts: [
      {
        name: "Show open incidents",
        type: "global",
        callback_id: "incidents.list",
        description: "Lists what is open, the worst first",
      },
      {
        name: "Acknowledge incident",
        type: "message",
        callback_id: "incident.acknowledge_here",
        description: "Takes on the incident of this card or thread",
      },
      {
        name: "Add to an incident",
        type: "message",
        callback_id: "incident.note",
        description: "Puts this message into an incident's thread",
      },
    ],
    slash_commands: [
      {
        command: "/fettle",
        description: "Asks Fettle; try /fettle help",
        usage_hint: "[help | status | alerts | ack inc-7 | …]",
        should_escape: true,
      },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "usergroups:read",
        "users:read",
      ],
      bot_optional: ["chat:write.public"],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "member_joined_channel",
        "message.im",
        "subteam_members_changed",
        "tokens_revoked",
        "user_change",
      ],
    },
    interactivity: { is_enabled: true },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
} satisfies Manifest;

/**
 * The manifest as YAML, for Socket Mode, or with the address to which Slack sends instead.
 * @throws Fault `invalid` for an address that Slack would not send to.
 */
export function manifestText(http?: string): string {
  return stringify(http === undefined ? manifest : httpManifest(http));
}

function httpManifest(address: string): Manifest {
  const url = URL.parse(address);
  const isHere = url !== null && /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(url.hostname);
  if (url === null || (url.protocol !== "https:" && !(isHere && url.protocol === "http:"))) {
    throw new Fault(
      "invalid",
      "expected an https:// address that Slack can reach, such as https://fettle.example.com",
    );
  }
  const requests = new URL(eventsPath, url).href;
  const { features, settings } = manifest;
  return {
    ...manifest,
    features: {
      ...features,
      slash_commands: features.slash_commands.map((command) => ({ ...command, url: requests })),
    },
    settings: {
      ...settings,
      socket_mode_enabled: false,
      event_subscriptions: { ...settings.event_subscriptions, request_url: requests },
      interactivity: { ...settings.interactivity, request_url: requests },
    },
  };
}
