import { Secret } from "#core/domain";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { handClock, type HandClock } from "../../support/hand-clock.ts";
import { hearLog, type HeardLog } from "../../support/heard-log.ts";
import { root } from "../../support/pages.ts";
import { type Api, openApi } from "../../../bot/workspace/api/api.ts";
import type { Carrier, Carrying, Outcome } from "../../../bot/workspace/delivery/carrier.ts";
import { openCourier } from "../../../bot/workspace/delivery/courier.ts";
import { defaultFixture, type Fixture, type Person } from "../../../bot/workspace/index.ts";
import type { Json } from "../../../bot/workspace/json.ts";
import { parseManifest } from "../../../bot/workspace/manifest.ts";
import { openWorld, type World } from "../../../bot/workspace/model/world.ts";
import { openPerson } from "../../../bot/workspace/people/person.ts";
import type { Stage } from "../../../bot/workspace/people/stage.ts";

export const manifestText = readFileSync(join(root, "manifest.yml"), "utf8");

export interface StageOptions {
  readonly manifest?: string;
  readonly optionalScopes?: boolean;
  readonly fixture?: Fixture;
  /** How the app takes what is brought to it; it acknowledges, unless this says otherwise. */
  readonly app?: (carrying: Carrying) => Outcome | Promise<Outcome>;
}

/** A workspace without its server: no port, and an app that is a function. */
export interface TestStage extends Stage {
  readonly world: World;
  readonly clock: HandClock;
  readonly log: HeardLog;
  readonly api: Api;
  /** Everything that was brought to the app. */
  readonly carried: readonly Carrying[];
  readonly person: (id: string) => Person;
  /** Calls a method with the bot token. */
  readonly call: (method: string, args?: Json) => Promise<Json>;
}

/** Stands for whatever text comes. */
export const someText: unknown = expect.any(String);

export const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

export const acked: Outcome = { kind: "acked", ackMs: 5, answer: undefined };

export function answering(answer: unknown): Outcome {
  return { kind: "acked", ackMs: 5, answer };
}

export const tokens = {
  bot: new Secret("xoxb-test"),
  app: new Secret("xapp-test"),
};

export function openTestStage(options: StageOptions = {}): TestStage {
  const clock = handClock();
  const log = hearLog();
  const world = openWorld({
    clock,
    log: log.log,
    url: "http://127.0.0.1:1",
    manifest: parseManifest(options.manifest ?? manifestText, options.optionalScopes ?? true),
    fixture: options.fixture ?? defaultFixture,
    fileReadyMs: 2_000,
  });
  const carried: Carrying[] = [];
  const carrier: Carrier = {
    connections: 1,
    carry: async (carrying) => {
      carried.push(carrying);
      carrying.onId(`e${carried.length}`);
      return (await options.app?.(carrying)) ?? acked;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  const courier = openCourier(world, carrier);
  const stage = { world, courier, token: "verification" };
  const api = openApi(world, tokens, () => "ws://127.0.0.1:1/link/?ticket=x");
  return {
    ...stage,
    clock,
    log,
    api,
    carried,
    person: (id) => openPerson(stage, id),
    call: async (method, args = {}) => {
      const { body } = await api.answer({ method, args, token: tokens.bot.reveal() });
      return body;
    },
  };
}

/** The manifest without a line, or with one changed. */
export function manifestWithout(line: string): string {
  const changed = manifestText.replace(new RegExp(`^\\s*- ${line}\\n`, "m"), "");
  if (changed === manifestText) throw new Error(`the manifest has no line ${line}`);
  return changed;
}
