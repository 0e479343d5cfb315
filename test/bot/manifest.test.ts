import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { manifest, manifestText } from "../../bot/manifest.ts";

/** Slack's own limits: https://docs.slack.dev/reference/app-manifest */
const most = {
  name: 35,
  description: 140,
  botName: 80,
  shortcuts: 10,
  shortcutName: 24,
  shortcutText: 150,
  command: 32,
};

describe("the manifest", () => {
  test("is what manifest.yml says, beside its comments", () => {
    const file: unknown = parse(readFileSync(new URL("../../manifest.yml", import.meta.url), "utf8"));
    expect(file).toEqual(manifest);
    expect(parse(manifestText())).toEqual(manifest);
  });

  test("stays within Slack's lengths", () => {
    const { display_information: app, features } = manifest;
    expect(app.name.length).toBeLessThanOrEqual(most.name);
    expect(app.description.length).toBeLessThanOrEqual(most.description);
    expect(app.background_color).toMatch(/^#[0-9a-f]{6}$/i);
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(most.botName);
    expect(features.shortcuts.length).toBeLessThanOrEqual(most.shortcuts);
    for (const { name, description, callback_id: id } of features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(most.shortcutName);
      expect(description.length).toBeLessThanOrEqual(most.shortcutText);
      expect(id.length).toBeLessThanOrEqual(255);
    }
    for (const { command, description, usage_hint: hint } of features.slash_commands) {
      expect(command).toMatch(/^\/[a-z]+$/);
      expect(command.length).toBeLessThanOrEqual(most.command);
      expect(description.length).toBeLessThanOrEqual(2_000);
      expect(hint.length).toBeLessThanOrEqual(1_000);
    }
  });

  test("for HTTP names one address for all that Slack sends, and no socket", () => {
    const url = "https://fettle.example.com/slack/events";
    expect(parse(manifestText("https://fettle.example.com"))).toMatchObject({
      features: { slash_commands: [{ command: "/fettle", url }] },
      settings: {
        socket_mode_enabled: false,
        event_subscriptions: {
          request_url: url,
          bot_events: manifest.settings.event_subscriptions.bot_events,
        },
        interactivity: { is_enabled: true, request_url: url },
      },
    });
  });

  test.each(["http://fettle.example.com", "fettle.example.com", "ftp://x", ""])(
    "is none for %j",
    (address) => {
      expect(() => manifestText(address)).toThrow("expected an https:// address that Slack can reach");
    },
  );
});
