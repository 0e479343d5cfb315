import type { Core } from "#core";
import { type Person, personOf } from "#core/access";
import type { Consumer } from "#core/bus";
import { Fault, parseActor } from "#core/domain";
import type { TerminalOptions } from "./terminal.ts";
import { openCardTerminal } from "./terminal.ts";
import type { Slack, SlackOptions } from "./slack/slack.ts";

/** Where people meet Fettle: Slack, or the terminal where there is none. */
export interface Face extends AsyncDisposable {
  /** To be put on the bus: shows what happens to incidents. */
  readonly consumer: Consumer;
  /** Begins to show them, once core is open. @throws Fault `denied` when Slack does not take the tokens. */
  start(core: Core): Promise<void>;
  /** Writes to the terminal, without tearing what is drawn there. */
  write(text: string): void;
  /** The configuration is another now. */
  reloaded(): void;
  /** Who somebody is now, by actor id. @throws Fault `denied` for whoever is nobody; `unavailable` where that cannot be told. */
  identify(actorId: string): Promise<Person>;
  /** Why it does not work, in words that everybody may read; undefined while it does. */
  readonly trouble: string | undefined;
}

export function terminalFace(options: TerminalOptions): Face {
  const terminal = openCardTerminal(options);
  return {
    consumer: terminal.consumer,
    start: async () => terminal.start(),
    write: (text) => terminal.write(text),
    reloaded: () => {},
    identify: async (id) => localPerson(id),
    trouble: undefined,
    [Symbol.asyncDispose]: () => terminal[Symbol.asyncDispose](),
  };
}

/** Bolt and the SDK are 40 MB, which only those pay for who use them. */
export async function slackFace(
  options: SlackOptions & { readonly output: TerminalOptions["output"] },
): Promise<Face> {
  const { slackDoor } = await import("./slack/slack.ts");
  const door = slackDoor(options);
  let slack: Slack | undefined;
  return {
    consumer: door.consumer,
    start: async (core) => {
      slack = await door.open(core);
    },
    write: (text) => void options.output.write(text),
    reloaded: () => slack?.reloaded(),
    identify: async (id) => {
      const actor = parseActor(id);
      if (actor?.kind !== "slack") return localPerson(id);
      if (slack === undefined) throw new Fault("unavailable", "Slack is not open yet");
      return slack.identify(actor);
    },
    get trouble() {
      return slack?.trouble;
    },
    [Symbol.asyncDispose]: async () => {
      await slack?.[Symbol.asyncDispose]();
    },
  };
}

/** Whoever could reach the socket is who they are for as long as the state folder is theirs. */
function localPerson(id: string): Person {
  const actor = parseActor(id);
  if (actor?.kind === "local") return personOf(actor);
  throw new Fault("denied", `${id} is nobody here`);
}
