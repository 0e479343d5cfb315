import type { Core } from "#core";
import type { Consumer } from "#core/bus";
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
    get trouble() {
      return slack?.trouble;
    },
    [Symbol.asyncDispose]: async () => {
      await slack?.[Symbol.asyncDispose]();
    },
  };
}
