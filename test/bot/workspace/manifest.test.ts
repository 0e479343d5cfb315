import { describe, expect, test } from "vitest";
import { parseManifest } from "../../../bot/workspace/manifest.ts";
import { manifestText } from "./stage.ts";

describe("the manifest", () => {
  test("of the bot is read as it stands", () => {
    const manifest = parseManifest(manifestText, true);
    expect(manifest).toMatchObject({ name: "Fettle", socketMode: true, homeTab: true, messagesTab: true });
    expect(manifest.commands).toMatchObject([{ command: "/fettle", escape: true }]);
    expect(manifest.shortcuts.map(({ callbackId }) => callbackId)).toContain("incident.note");
    expect([...manifest.events]).toContain("app_mention");
  });

  test("grants optional scopes only where the installer did", () => {
    expect(parseManifest(manifestText, true).scopes.has("chat:write.public")).toBe(true);
    expect(parseManifest(manifestText, false).scopes.has("chat:write.public")).toBe(false);
  });

  test("that says nothing declares nothing", () => {
    const manifest = parseManifest("display_information: { name: x }", true);
    expect(manifest).toMatchObject({ commands: [], shortcuts: [], socketMode: false, interactivity: false });
    expect(manifest.scopes.size).toBe(0);
  });

  test.for(["", "a: [", "display_information: {}", "display_information: { name: x }\nsettings: []"])(
    "%j is refused",
    (text) => {
      expect(() => parseManifest(text, true)).toThrow(/manifest/);
    },
  );
});
