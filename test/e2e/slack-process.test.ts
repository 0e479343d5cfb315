import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { manifestText } from "../../bot/manifest.ts";
import { openWorkspace, type Workspace } from "../../bot/workspace/index.ts";
import { systemClock } from "#core/runtime";
import { hearLog } from "../support/heard-log.ts";
import { config as plain, openPlace, type Place, until } from "../bot/cli-process.ts";

const config = `${plain}slack: { mode: socket }
people: { groups: { oncall: { slackGroup: S0ONCALL } } }
routes: [ { channel: "#ops-alerts", mention: oncall } ]
`;

let workspace: Workspace;

beforeEach(async () => {
  workspace = await openWorkspace({ manifest: manifestText(), clock: systemClock, log: hearLog().log });
});

afterEach(() => workspace[Symbol.asyncDispose]());

function environment(change: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    SLACK_BOT_TOKEN: workspace.botToken.reveal(),
    SLACK_APP_TOKEN: workspace.appToken.reveal(),
    SLACK_API_URL: workspace.apiUrl,
    ...change,
  };
}

const place = (
  change: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Place => openPlace({ "fettle.yml": config, ...files }, environment(change));

describe("the whole process in Slack", () => {
  test("shows a card, takes a click, goes on after a kill where it was, and tells no token", async () => {
    await using there = place();
    const first = await there.start();
    appendFileSync(join(there.path, "app.log"), "boom disk\n");
    const grace = workspace.person("U0GRACE");
    await until(() => grace.messages("#ops-alerts").length === 1, 20_000);
    expect(grace.messages("#ops-alerts")[0]?.text).toContain("boom of disk");
    first.child.kill("SIGKILL");
    await first.ended();

    const second = await there.start();
    const [message] = grace.messages("#ops-alerts");
    if (message === undefined) throw new Error("no card");
    await grace.click({ message, action: "incident.acknowledge" });
    await until(() => grace.messages("#ops-alerts")[0]?.text.includes("Grace Hopper is on it") === true);
    expect(grace.messages("#ops-alerts")).toHaveLength(1);
    second.child.kill("SIGTERM");
    expect(await second.ended()).toMatchObject({ exit: 0 });
    const said = first.stdout() + first.stderr() + second.stdout() + second.stderr();
    for (const secret of [workspace.botToken, workspace.appToken])
      expect(said).not.toContain(secret.reveal());
  }, 60_000);
});

describe("a start is refused, and says why,", () => {
  test.each([
    [
      "without a token",
      { SLACK_BOT_TOKEN: "" },
      "slack.botToken: the environment variable SLACK_BOT_TOKEN is not set",
    ],
    [
      "with a token of another kind",
      { SLACK_APP_TOKEN: "xoxb-1" },
      "slack.appToken: expected a token that starts with xapp-",
    ],
    [
      "with a token that Slack does not take",
      { SLACK_BOT_TOKEN: "xoxb-nobody" },
      "Slack does not take the bot's token",
    ],
    [
      "with an app token that Slack does not take",
      { SLACK_APP_TOKEN: "xapp-nobody" },
      "Slack does not take the app's token",
    ],
    [
      "when it is to send the token elsewhere",
      { SLACK_API_URL: "https://slack.example.com/api/" },
      "SLACK_API_URL must be a URL on this machine",
    ],
  ])("%s", async (_, change, message) => {
    await using there = place(change);
    const { exit, stderr } = await there.run("start");
    expect(stderr).toContain(message);
    expect(exit).toBe(2);
    expect(stderr).not.toContain("nobody");
  });
});

describe("fettle doctor", () => {
  test("names team and owner, and prints a policy to begin with, where nobody may do anything", async () => {
    await using there = place({}, { "all.cedar": "// nobody yet\n" });
    const { stdout } = await there.run("doctor");
    expect(stdout).toMatch(/✔ slack +Fettle Local \(team T0LOCAL\) at http:\/\/127\.0\.0\.1:\d+\//);
    expect(stdout).toMatch(/✔ slack +all scopes that Fettle needs/);
    expect(stdout).toMatch(/✔ channel +#ops-alerts is there/);
    expect(stdout).toMatch(/· people +slack:T0LOCAL\/U0GRACE \(Grace Hopper\) own the workspace/);
    expect(stdout).toContain('principal == Fettle::Actor::"slack:T0LOCAL/U0GRACE"');
  });

  test("says what is wrong with token, scopes and channels", async () => {
    await using wrong = place({ SLACK_BOT_TOKEN: "xoxb-nobody" });
    expect((await wrong.run("doctor")).stdout).toMatch(/✘ slack +Slack refused auth\.test: invalid_auth/);
    await workspace[Symbol.asyncDispose]();
    const manifest = manifestText().replace("      - groups:history\n", "");
    workspace = await openWorkspace({ manifest, clock: systemClock, log: hearLog().log });
    await using there = place({}, { "fettle.yml": config.replace("#ops-alerts", "#nowhere") });
    const { exit, stdout } = await there.run("doctor");
    expect(stdout).toMatch(/✘ slack +scopes are missing: groups:history/);
    expect(stdout).toMatch(/✘ channel +Slack has no channel #nowhere that Fettle can see/);
    expect(exit).toBe(1);
  });
});

test("a local Slack takes nothing from SLACK_ variables", async () => {
  await using there = openPlace(
    { "fettle.yml": `${plain}slack: { mode: local, port: 0 }\n` },
    { SLACK_BOT_TOKEN: "xoxb-real", SLACK_APP_TOKEN: "xapp-real", SLACK_API_URL: "https://slack.com/api/" },
  );
  const started = await there.start();
  await until(() => started.stdout().includes("Slack on this machine: http://127.0.0.1:"));
  started.child.kill("SIGTERM");
  expect(await started.ended()).toMatchObject({ exit: 0 });
});
